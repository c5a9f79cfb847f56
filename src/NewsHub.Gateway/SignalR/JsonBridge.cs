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
/// MessagePack with the very names and shapes of the JSON: what the hub sends is written as JSON and transcoded, once for each entry
/// and gateway, so that there is one definition of the wire.
/// </summary>
internal static class JsonBridge
{
    /// <summary>Levels of arrays and maps, as JSON allows. MessagePack's own 500 take more than 256 KB of stack.</summary>
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
