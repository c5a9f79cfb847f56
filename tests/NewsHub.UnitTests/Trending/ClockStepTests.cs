using CsCheck;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Fairness;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Trending.Recording;
using Xunit;

namespace NewsHub.Tests.Trending;

/// <summary>Counts and scores written by a clock that ran ahead, after the clock was corrected.</summary>
public sealed class ClockStepTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly RankingKey Key = new(RankingFormula.Rising.Name);

    private static readonly FairnessOptions Fairness = new();

    private static readonly IReadOnlyDictionary<string, long> None = new Dictionary<string, long>();

    private long _number;

    [Fact]
    public void A_counter_written_ahead_keeps_its_value_and_decays_from_now() =>
        Gen.Select(Gen.Int[1, 50], Gen.Int[1, 30 * 86_400], Gen.Bool).Sample((readers, ahead, isStored) =>
        {
            var counter = new Counter(new CounterState());
            Count(counter, readers, Noon.AddSeconds(ahead));
            if (isStored) counter = new Counter(counter.ToState([]));

            Assert.True(counter.ClampTo(Noon));

            AssertValue(readers, counter, Noon);
            AssertValue(readers / 2.0, counter, Noon + RankingFormula.Rising.HalfLife.Length);
            Assert.False(counter.ClampTo(Noon.AddHours(1)));
            AssertValue(readers, counter, Noon);
        });

    [Fact]
    public void An_article_with_more_readers_now_ranks_above_one_read_ahead_of_time() =>
        Gen.Select(Gen.Int[1, 30 * 86_400], Gen.Int[0, 60], Gen.Bool).Sample((ahead, later, isReported) =>
        {
            var (early, fresh) = (new Counter(new CounterState()), new Counter(new CounterState()));
            var board = new RankingBoard(Key, RankingFormula.Rising);
            Count(early, 2, Noon.AddSeconds(ahead));
            board.Put(Standing("early", early));
            board.ClampTo(Noon);
            Count(fresh, 3, Noon.AddSeconds(later));
            var now = Noon.AddSeconds(later);

            board.Put(Standing("fresh", fresh));
            if (isReported) board.Put(Standing("early", early).NotAfter(now, RankingFormula.Rising.HalfLife)); // by a counter that has not applied the clock step

            Assert.Equal(["fresh", "early"], board.Snapshot(1, now).Entries.Select(place => place.ArticleId));
        });

    [Fact]
    public void ClampTo_leaves_a_board_with_past_times_unchanged()
    {
        var board = new RankingBoard(Key, RankingFormula.Rising);
        var counter = new Counter(new CounterState());
        Count(counter, 3, Noon);
        board.Put(Standing("a", counter));
        var before = board.Standings.Single();

        Assert.False(board.ClampTo(Noon));

        Assert.Same(before, board.Standings.Single());
    }

    [Fact]
    public void A_window_opened_ahead_of_time_ends_with_the_current_window()
    {
        var counter = new Counter(new CounterState());
        Count(counter, 2 * Fairness.FirstReadersPerPrefix, Noon.AddDays(1), prefix: 1);

        Count(counter, 2 * Fairness.FirstReadersPerPrefix, Noon, prefix: 1);
        var same = counter.Explain(RankingFormula.Today).Readers * counter.Explain(RankingFormula.Today).Dampening;
        Count(counter, 2 * Fairness.FirstReadersPerPrefix, Noon + Fairness.Window, prefix: 1);
        var next = counter.Explain(RankingFormula.Today).Readers * counter.Explain(RankingFormula.Today).Dampening;

        Assert.Equal(Fairness.FirstReadersPerPrefix, same, 6);
        Assert.Equal(Fairness.FirstReadersPerPrefix * (1 + RankingFormula.Today.HalfLife.Remaining(Fairness.Window)), next, 6);
    }

    [Fact]
    public void Replay_over_a_clock_step_gives_the_ranking_that_was_shown()
    {
        var replay = new Replay();
        replay.Apply(new TrendingEvent(Noon, Options: new RecordedOptions(1, 2, Fairness)));
        Apply("early", 2, Noon.AddHours(1));
        Apply("fresh", 3, Noon);
        replay.Apply(new TrendingEvent(Noon.AddSeconds(5), "early"));

        Assert.Equal([("fresh", 3.0), ("early", 2.0)], replay.RankingAt(Key, 1, Noon.AddSeconds(5)).Entries.Select(place => (place.ArticleId, Math.Round(place.Score))));

        void Apply(string id, int readers, DateTimeOffset at) =>
            replay.Apply(new TrendingEvent(at, id, Batch: Batch(readers, 0), Card: new RecordedCard(id, "/", null)));
    }

    private void Count(Counter counter, int readers, DateTimeOffset at, uint prefix = 0) => Assert.True(counter.Count(Batch(readers, prefix), at));

    private ReadBatch Batch(int readers, uint prefix)
    {
        var first = (ulong)Interlocked.Increment(ref _number) << 32;
        return new ReadBatch(
            "gateway", 1, (long)(first >> 32), readers, [.. Enumerable.Range(1, readers).Select(n => first + (ulong)n)],
            [.. Enumerable.Range(1, readers).Select(n => Origin.Of(prefix, (uint)n, isKnown: true).Bits)]);
    }

    private static Standing Standing(string id, Counter counter) =>
        new(id, "/", counter.Score(RankingFormula.Rising), counter.ToCounts(id, None), counter.Explain(RankingFormula.Rising));

    // A score uses some of its digits for the time since 1970.
    private static void AssertValue(double expected, Counter counter, DateTimeOffset at) =>
        Assert.Equal(1, RankingFormula.Rising.HalfLife.Value(counter.Score(RankingFormula.Rising), at) / expected, 6);
}
