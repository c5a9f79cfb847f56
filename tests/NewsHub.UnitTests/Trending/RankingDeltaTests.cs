using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using NewsHub.Gateway.Deliveries;
using NewsHub.Trending;
using NewsHub.Trending.Ranking;
using Xunit;

namespace NewsHub.Tests.Trending;

public sealed class RankingDeltaTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly string?[] Languages = [null, "en", "ar"];

    private static readonly Gen<Place> Places = Gen.Select(Gen.Int[0, 30], Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[1, 9], Gen.Int[0, 2]).Select(
        (article, headline, reads, reactions, score, language) => new Place(
            0, $"a{article}", $"Headline {headline}", $"/articles/a{article}", score, reads, reads, Reactions(reactions), Language: Languages[language]));

    private static readonly Gen<Ranking> Rankings = Places.Array[0, 25].Select(places => new Ranking(
        "rising", "world", 0, Noon, places.DistinctBy(place => place.ArticleId).Select((place, index) => place with { Rank = index + 1 }).ToArray()));

    [Fact]
    public void Applying_a_delta_gives_the_next_snapshot_except_scores_of_unlisted_places() =>
        Gen.Select(Rankings, Rankings).Sample((one, other) =>
        {
            var (previous, next) = (one with { Version = 1 }, other with { Version = 2, At = Noon.AddSeconds(1) });

            var delta = RankingDelta.Between(previous, next);

            var listed = delta.Places.Select(change => change.Rank).ToHashSet();
            AssertSame(
                next with { Entries = next.Entries.Select(place => listed.Contains(place.Rank) ? place : place with { Score = 0 }).ToArray() },
                Apply(previous, delta, place => listed.Contains(place.Rank) ? place : place with { Score = 0 }));
        });

    [Fact]
    public void A_delta_is_empty_when_only_scores_decayed() => Rankings.Sample(previous =>
    {
        var decayed = previous with { Version = 1, Entries = previous.Entries.Select(place => place with { Score = place.Score / 2 }).ToArray() };

        var delta = RankingDelta.Between(previous, decayed);

        Assert.Null(delta.Order);
        Assert.Empty(delta.Places);
    });

    [Fact]
    public void TryDelta_returns_a_delta_only_when_it_is_smaller_than_the_snapshot() => Gen.Select(Rankings, Rankings).Sample((one, other) =>
    {
        var (previous, next) = (one with { Version = 1 }, other with { Version = 2 });
        var snapshot = JsonSerializer.Serialize(next, TrendingJson.Default.Ranking).Length;

        if (RankingUpdate.TryDelta(previous, next) is { } delta)
            Assert.True(JsonSerializer.Serialize(delta, TrendingJson.Default.RankingDelta).Length < snapshot);
        else
            Assert.True(JsonSerializer.Serialize(RankingDelta.Between(previous, next), TrendingJson.Default.RankingDelta).Length >= snapshot);
    });

    [Fact]
    public void TryDelta_returns_null_for_different_rankings_or_a_lower_version()
    {
        var ranking = new Ranking("rising", null, 2, Noon, Enumerable.Range(1, 9).Select(rank => new Place(
            rank, $"a{rank}", "A headline of the usual length", $"/articles/a{rank}", 10 - rank, 5, 4, Reactions(1))).ToArray());

        Assert.NotNull(RankingUpdate.TryDelta(ranking, ranking with { Version = 3 }));
        Assert.Null(RankingUpdate.TryDelta(ranking, ranking with { Name = "today", Version = 3 }));
        Assert.Null(RankingUpdate.TryDelta(ranking, ranking with { Section = "world", Version = 3 }));
        Assert.Null(RankingUpdate.TryDelta(ranking, ranking));
        Assert.Null(RankingUpdate.TryDelta(ranking, ranking with { Version = 1 }));
    }

    [Fact]
    public void A_delta_serializes_as_in_the_wire_sample()
    {
        var (previous, next) = (Read("ranking"), Read("ranking-after-delta"));

        var delta = RankingDelta.Between(previous, next);

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(Text("ranking-delta")), JsonSerializer.SerializeToNode(delta, TrendingJson.Default.RankingDelta)));
        AssertSame(next, Apply(previous, delta));
    }

    private static Ranking Apply(Ranking previous, RankingDelta delta, Func<Place, Place>? then = null)
    {
        Assert.Equal(previous.Version, delta.From);
        var changes = delta.Places.ToDictionary(change => change.Rank);
        var order = delta.Order ?? Enumerable.Range(1, previous.Entries.Count).ToArray();
        var entries = order.Select((old, index) => Apply(old == 0 ? null : previous.Entries[old - 1], index + 1, changes.GetValueOrDefault(index + 1)));
        return previous with { Version = delta.Version, At = delta.At, Entries = entries.Select(then ?? (place => place)).ToArray() };
    }

    private static Place Apply(Place? old, int rank, PlaceChange? change) => new(
        rank, change?.ArticleId ?? old!.ArticleId, change?.Headline ?? old!.Headline, change?.Url ?? old!.Url, change?.Score ?? old!.Score,
        change?.Reads ?? old!.Reads, change?.Readers ?? old!.Readers, change?.Reactions ?? old!.Reactions,
        Language: (change?.Language ?? old?.Language) is { Length: > 0 } language ? language : null);

    private static void AssertSame(Ranking expected, Ranking actual) => Assert.Equal(
        JsonSerializer.Serialize(expected, TrendingJson.Default.Ranking), JsonSerializer.Serialize(actual, TrendingJson.Default.Ranking));

    private static Dictionary<string, long> Reactions(int veryGood) => veryGood == 0 ? [] : new() { ["veryGood"] = veryGood };

    private static Ranking Read(string file) => JsonSerializer.Deserialize(Text(file), TrendingJson.Default.Ranking)!;

    private static string Text(string file) => File.ReadAllText(Repository.PathOf("tests", "wire", $"{file}.json"));
}
