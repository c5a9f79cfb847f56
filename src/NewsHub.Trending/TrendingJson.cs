using System.Text.Json.Serialization;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Recording;
using NewsHub.Wire;

namespace NewsHub.Trending;

/// <summary>How trending's records are written, in the database and to readers alike: camelCase, nulls left out, additive.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeJson)])]
[JsonSerializable(typeof(Ranking.Ranking))]
[JsonSerializable(typeof(RankingDelta))]
[JsonSerializable(typeof(Counts))]
[JsonSerializable(typeof(ReactionRequest))]
[JsonSerializable(typeof(CounterState))]
[JsonSerializable(typeof(RankingState))]
[JsonSerializable(typeof(ReaderKeyState))]
[JsonSerializable(typeof(TrendingEvent))]
public sealed partial class TrendingJson : JsonSerializerContext;
