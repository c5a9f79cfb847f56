using System.Text;
using System.Text.Json;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;
using NewsHub.Gateway.FanOut;
using NewsHub.Trending.Counting;
using NewsHub.Wire;

namespace NewsHub.Gateway.SignalR;

/// <summary>
/// MessagePack with the same names and shapes as the JSON. Messages are serialized as JSON and transcoded, once per entry and gateway, so that
/// the wire has one definition.
/// </summary>
internal static class JsonBridge
{
    /// <summary>Maximum nesting of arrays and maps, the same as for JSON. MessagePack's default of 500 takes more than 256 KB of stack.</summary>
    private const int MaxDepth = 64;

    public static MessagePackSerializerOptions Options { get; } = MessagePackSerializerOptions.Standard
        .WithSecurity(MessagePackSecurity.UntrustedData.WithMaximumObjectGraphDepth(MaxDepth))
        .WithResolver(CompositeResolver.Create(
            [
                new Formatter<Entry>(), new Formatter<Trending.Ranking.Ranking>(), new Formatter<Trending.Ranking.RankingDelta>(), new Formatter<Counts>(), new Formatter<Snapshot>(),
                new Formatter<Receipt>(), new Formatter<JsonElement>(),
            ],
            [StandardResolver.Instance]));

    private sealed class Formatter<T> : IMessagePackFormatter<T>
    {
        public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options) =>
            MessagePackSerializer.ConvertFromJson(JsonSerializer.Serialize(value, LiveJson.All), ref writer, options);

        public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
        {
            using var json = new StringWriter(new StringBuilder());
            MessagePackSerializer.ConvertToJson(ref reader, json, options);
            return JsonSerializer.Deserialize<T>(json.ToString(), LiveJson.All)!;
        }
    }
}
