using CsCheck;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using Xunit;

namespace NewsHub.Tests.Trending;

public sealed class RankingBoardTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly RankingKey Key = new(RankingFormula.Rising.Name, "world");

    /// <summary>Reads of one of 150 articles; reads only ever raise a score.</summary>
    private static readonly Gen<(int Article, int Raise)[]> Streams = Gen.Select(Gen.Int[0, 149], Gen.Int[1, 40]).Array[0, 600];

    [Fact]
    public void The_ranking_is_what_sorting_everything_would_give() => Streams.Sample(stream =>
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
    public void It_stays_so_when_counters_below_the_last_answer_keep_quiet() => Streams.Sample(stream =>
    {
        var board = new RankingBoard(Key, RankingFormula.Rising);
        var scores = new Dictionary<int, double>();
        var answers = new Dictionary<int, double>();
        foreach (var (article, raise) in stream)
        {
            scores[article] = scores.GetValueOrDefault(article, 100) + raise / 10.0;
            if (scores[article] < answers.GetValueOrDefault(article, double.NegativeInfinity)) continue;
            board.Put(Standing(article, scores[article]));
            answers[article] = board.Threshold;
        }

        AssertSorted(scores, board);
    });

    [Fact]
    public void Removals_leave_no_hole()
    {
        var board = new RankingBoard(Key, RankingFormula.Rising);
        for (var n = 0; n < 150; n++) board.Put(Standing(n, 1000 - n));
        for (var n = 0; n < 20; n++) Assert.True(board.Remove(Id(n)));

        Assert.Equal(Enumerable.Range(20, 20).Select(Id), board.Snapshot(1, Noon).Entries.Select(place => place.ArticleId));
        Assert.False(board.Remove(Id(0)));
    }

    [Fact]
    public void A_place_shows_the_decayed_score_and_what_explains_it()
    {
        var board = new RankingBoard(Key, RankingFormula.Rising);
        board.Put(Standing(1, RankingFormula.Rising.HalfLife.Score(8, Noon)));

        var place = Assert.Single(board.Snapshot(7, Noon.AddMinutes(15)).Entries);

        Assert.Equal(new Place(1, Id(1), "Headline", "/articles/a001", 4, 3, 2, place.Reactions), place);
    }

    [Fact]
    public void Decay_alone_shows_no_difference_and_a_read_does()
    {
        var board = new RankingBoard(Key, RankingFormula.Rising);
        board.Put(Standing(1, 100));
        var shown = board.Snapshot(1, Noon);

        Assert.False(board.DiffersFrom(shown));
        board.Put(Standing(1, 101, reads: 4));
        Assert.True(board.DiffersFrom(shown));
    }

    [Fact]
    public void An_article_that_nobody_has_read_has_no_place()
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
