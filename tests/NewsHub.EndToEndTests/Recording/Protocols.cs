using System.Text.Json;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace NewsHub.EndToEndTests.Recording;

/// <summary>The two SignalR hub protocols. Both carry the same names and shapes.</summary>
internal static class Protocols
{
    public static IHubProtocol Json() => new JsonHubProtocol();

    public static IHubProtocol MessagePack() => new MessagePackHubProtocol(Options.Create(new MessagePackHubProtocolOptions
    {
        SerializerOptions = MessagePackSerializerOptions.Standard.WithResolver(
            CompositeResolver.Create([new ElementFormatter()], [StandardResolver.Instance])),
    }));

    private sealed class ElementFormatter : IMessagePackFormatter<JsonElement>
    {
        public void Serialize(ref MessagePackWriter writer, JsonElement value, MessagePackSerializerOptions options) =>
            MessagePackSerializer.ConvertFromJson(value.GetRawText(), ref writer, options);

        public JsonElement Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
        {
            using var json = new StringWriter();
            MessagePackSerializer.ConvertToJson(ref reader, json, options);
            return JsonSerializer.Deserialize<JsonElement>(json.ToString());
        }
    }
}
