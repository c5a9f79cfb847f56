using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NewsHub.Gateway.FanOut;
using NewsHub.Trending;
using NewsHub.Wire;

namespace NewsHub.Gateway;

/// <summary>JSON serialization of the gateway's own answers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeJson)])]
[JsonSerializable(typeof(Snapshot))]
[JsonSerializable(typeof(WireSlice))]
[JsonSerializable(typeof(CaughtUp))]
public sealed partial class LiveJson : JsonSerializerContext
{
    /// <summary>Options for all JSON exchanged with readers, over any transport.</summary>
    public static JsonSerializerOptions All => field ??= new(WithoutCopies) { Converters = { new EncodedOnce<Entry>(), new EncodedOnce<Trending.Ranking.Ranking>(), new EncodedOnce<Trending.Ranking.RankingDelta>() } };

    /// <summary>The same, but everything is encoded anew.</summary>
    internal static JsonSerializerOptions WithoutCopies => field ??= new(Default.Options)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(WireJson.Default, TrendingJson.Default, Default, new DefaultJsonTypeInfoResolver()),
    };
}
