using CsCheck;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;
using Xunit;

namespace NewsHub.Tests.Trending;

public sealed class RankingBoardTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly RankingKey Key = new(RankingFormula.Rising.Name, "world");

    /// <summary>Reads of 150 articles; a read only raises a score.</summary>
    private static readonly Gen<(int Article, int Raise)[]> Streams = Gen.Select(Gen.Int[0, 149], Gen.Int[1, 40]).Array[0, 600];

    [Fact]
    public void A_snapshot_equals_sorting_all_scores() => Streams.Sample(stream =>
    {
        var board = new RankingBoard(Key, RankingFormula.Rising);
        var scores = new Dictionary<int, double>();
        foreach (var (article, raise) in stream)
        {
            scores[article] = scores.GetValueOrDefault(article, 100) + raise / 10.0;
            board.Put(Standing(article, scores[article]));
        }

        AssertSorted(scores, board);
    });

    [Fact]
    public void A_snapshot_equals_sorting_when_counters_below_the_threshold_do_not_report() => Streams.Sample(stream =>
    {
        var board = new RankingBoard(Key, RankingFormula.Rising);
        var scores = new Dictionary<int, double>();
        var thresholds = new Dictionary<int, double>();
        foreach (var (article, raise) in stream)
        {
            scores[article] = scores.GetValueOrDefault(article, 100) + raise / 10.0;
            if (scores[article] < thresholds.GetValueOrDefault(article, double.NegativeInfinity)) continue;
            board.Put(Standing(article, scores[article]));
            thresholds[article] = board.Threshold;
        }

        AssertSorted(scores, board);
    });

    [Fact]
    public void Removed_articles_are_replaced_by_the_next_ones()
    {
        var board = new RankingBoard(Key, RankingFormula.Rising);
        for (var n = 0; n < 150; n++) board.Put(Standing(n, 1000 - n));
        for (var n = 0; n < 20; n++) Assert.True(board.Remove(Id(n)));

        Assert.Equal(Enumerable.Range(20, 20).Select(Id), board.Snapshot(1, Noon).Entries.Select(place => place.ArticleId));
        Assert.False(board.Remove(Id(0)));
    }

    [Fact]
    public void A_place_has_the_decayed_score_and_the_counts()
    {
        var board = new RankingBoard(Key, RankingFormula.Rising);
        board.Put(Standing(1, RankingFormula.Rising.HalfLife.Score(8, Noon)));

        var place = Assert.Single(board.Snapshot(7, Noon.AddMinutes(20)).Entries);

        Assert.Equal(new Place(1, Id(1), "Headline", "/articles/a001", 4, 3, 2, place.Reactions), place);
    }

    [Fact]
    public void DiffersFrom_ignores_decay_and_detects_a_read()
    {
        var board = new RankingBoard(Key, RankingFormula.Rising);
        board.Put(Standing(1, 100));
        var shown = board.Snapshot(1, Noon);

        Assert.False(board.DiffersFrom(shown));
        board.Put(Standing(1, 101, reads: 4));
        Assert.True(board.DiffersFrom(shown));
    }

    [Fact]
    public void A_place_has_the_language_of_its_headline()
    {
        var board = new RankingBoard(Key, RankingFormula.Rising);
        board.Put(Standing(1, 100));
        var shown = board.Snapshot(1, Noon);

        board.Put(Standing(1, 100) with { Language = "ar" });

        Assert.True(board.DiffersFrom(shown));
        Assert.Equal("ar", board.Snapshot(2, Noon).Entries[0].Language);
    }

    [Fact]
    public void An_article_without_reads_has_no_place()
    {
        var board = new RankingBoard(Key, RankingFormula.Rising);

        Assert.False(board.Put(Standing(1, double.NegativeInfinity)));
        Assert.False(board.Put(Standing(1, double.NaN)));
        Assert.Empty(board.Standings);
    }

    private static void AssertSorted(Dictionary<int, double> scores, RankingBoard board) => Assert.Equal(
        scores.OrderByDescending(score => score.Value).ThenBy(score => Id(score.Key), StringComparer.Ordinal)
            .Take(RankingBoard.Shown).Select(score => Id(score.Key)),
        board.Snapshot(1, Noon).Entries.Select(place => place.ArticleId));

    private static string Id(int article) => $"a{article:000}";

    private static Standing Standing(int article, double score, long reads = 3) =>
        new("Headline", $"/articles/{Id(article)}", score, new Counts(Id(article), 1, reads, 2, new Dictionary<string, long> { ["veryGood"] = 1 }));
}
