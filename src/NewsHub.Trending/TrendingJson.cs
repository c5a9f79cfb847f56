using System.Text.Json.Serialization;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Fairness;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Recording;
using NewsHub.Wire;

namespace NewsHub.Trending;

/// <summary>
/// JSON serialization of trending's records, for storage and for clients: camelCase, nulls omitted; later versions only add fields.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeJson)])]
[JsonSerializable(typeof(Ranking.Ranking))]
[JsonSerializable(typeof(RankingDelta))]
[JsonSerializable(typeof(Counts))]
[JsonSerializable(typeof(ReactionRequest))]
[JsonSerializable(typeof(ReaderToken))]
[JsonSerializable(typeof(CounterState))]
[JsonSerializable(typeof(RankingState))]
[JsonSerializable(typeof(ReaderKeyState))]
[JsonSerializable(typeof(UsualReadersState))]
[JsonSerializable(typeof(TrendingEvent))]
public sealed partial class TrendingJson : JsonSerializerContext;
