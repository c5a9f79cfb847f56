using CsCheck;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking.Formulas;
using Xunit;

namespace NewsHub.Tests.Trending;

public sealed class DecayingCounterTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<(double Weight, DateTimeOffset At)> Additions =
        Gen.Select(Gen.Double[0.5, 5_000], Gen.Int[0, 86_400_000], (weight, ms) => (weight, Noon.AddMilliseconds(ms)));

    private static readonly Gen<HalfLife> HalfLives = Gen.Bool.Select(isRising => isRising ? RankingFormula.Rising.HalfLife : RankingFormula.Today.HalfLife);

    [Fact]
    public void The_value_is_the_sum_of_decayed_weights_in_any_order() =>
        Gen.Select(Additions.Array[1, 50], HalfLives).Sample((additions, halfLife) =>
        {
            var counter = Add(additions, halfLife);

            var at = additions.Max(addition => addition.At);
            Assert.Equal(at, counter.At);
            AssertClose(Naive(additions, halfLife, at), counter.Value);
        });

    [Fact]
    public void A_score_converts_to_the_decayed_value_at_any_later_time() =>
        Gen.Select(Additions.Array[1, 50], HalfLives, Gen.Int[0, 86_400]).Sample((additions, halfLife, later) =>
        {
            var score = Add(additions, halfLife).Score(halfLife);

            var at = additions.Max(addition => addition.At).AddSeconds(later);
            AssertClose(Naive(additions, halfLife, at), halfLife.Value(score, at));
        });

    [Fact]
    public void Scores_order_counters_by_their_decayed_values() =>
        Gen.Select(Additions.Array[1, 20], Additions.Array[1, 20], HalfLives).Sample((some, others, halfLife) =>
        {
            var at = some.Concat(others).Max(addition => addition.At);
            var (one, other) = (Naive(some, halfLife, at), Naive(others, halfLife, at));
            if (Math.Abs(one - other) < 1e-6 * Math.Max(one, other)) return;

            Assert.Equal(one > other, Add(some, halfLife).Score(halfLife) > Add(others, halfLife).Score(halfLife));
        });

    [Fact]
    public void A_value_written_by_a_clock_that_ran_ahead_decays_from_now() =>
        Gen.Select(Additions.Array[1, 50], HalfLives, Gen.Int[0, 86_400], Gen.Int[0, 86_400]).Sample((additions, halfLife, behind, later) =>
        {
            var counter = Add(additions, halfLife);
            var (now, then) = (counter.At.AddSeconds(-behind), counter.At.AddSeconds(later - behind));

            var clamped = counter.NotAfter(now);

            Assert.Equal(counter.Value * halfLife.Remaining(then - now), clamped.ValueAt(then, halfLife));
            Assert.Equal(clamped, clamped.NotAfter(then));
        });

    [Fact]
    public void Half_the_weight_remains_after_one_half_life() => Assert.Equal(0.5, RankingFormula.Rising.HalfLife.Remaining(TimeSpan.FromMinutes(20)));

    [Fact]
    public void An_empty_counter_has_the_lowest_score() =>
        Assert.Equal(double.NegativeInfinity, default(DecayingCounter).Score(RankingFormula.Today.HalfLife));

    private static DecayingCounter Add(IEnumerable<(double Weight, DateTimeOffset At)> additions, HalfLife halfLife) =>
        additions.Aggregate(default(DecayingCounter), (counter, addition) => counter.Add(addition.Weight, addition.At, halfLife));

    private static double Naive(IEnumerable<(double Weight, DateTimeOffset At)> additions, HalfLife halfLife, DateTimeOffset at) =>
        additions.Sum(addition => addition.Weight * Math.Pow(0.5, (at - addition.At) / halfLife.Length));

    // A score uses some of its digits for the time since 1970.
    private static void AssertClose(double expected, double actual) => Assert.Equal(1, actual / expected, 6);
}
