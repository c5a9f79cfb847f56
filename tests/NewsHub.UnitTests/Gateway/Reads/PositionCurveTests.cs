using CsCheck;
using NewsHub.Gateway.Reads;
using NewsHub.Trending.Ranking;
using Xunit;

namespace NewsHub.Tests.Gateway.Reads;

public sealed class PositionCurveTests
{
    [Fact]
    public void Without_reads_nothing_is_corrected() =>
        Assert.All(Enumerable.Range(1, RankingBoard.Shown), rank => Assert.Equal(1, new PositionCurve().Weight(rank)));

    [Theory]
    [InlineData(6, 0.23)]
    [InlineData(20, 0.5)]
    [InlineData(60, 0.75)]
    [InlineData(2_000, 0.99)]
    public void The_strength_grows_with_the_reads_per_minute(int perMinute, double strength)
    {
        var curve = new PositionCurve();
        for (var period = 0; period < 12; period++)
        {
            curve.Decay();
            for (var n = 0; n < 10 * perMinute; n++) curve.AddRead(1 + n % RankingBoard.Shown);
        }

        var full = Math.Pow(20, -0.62);
        Assert.InRange((1 - curve.Weight(1)) / (1 - full), strength - 0.25, strength + 0.02);
        Assert.Equal(1, curve.Weight(RankingBoard.Shown), 9);
        Assert.All(Enumerable.Range(2, 19), rank => Assert.True(curve.Weight(rank) >= curve.Weight(rank - 1)));
    }

    [Fact]
    public void The_weights_follow_the_measured_reads_per_rank()
    {
        var curve = new PositionCurve();
        for (var rank = 1; rank <= RankingBoard.Shown; rank++)
        {
            for (var n = 0; n < 100_000; n++) curve.AddImpression(rank);
            for (var n = 0; n < (rank == 1 ? 8_000 : 2_000); n++) curve.AddRead(rank);
        }

        Assert.Equal(0.25, curve.Weight(1), 0.02);
        Assert.Equal(1, curve.Weight(7), 0.02);
    }

    [Fact]
    public void After_repeated_decay_nothing_is_corrected()
    {
        var curve = new PositionCurve();
        for (var n = 0; n < 100_000; n++) curve.AddImpression(1);
        for (var n = 0; n < 100_000; n++) curve.AddRead(1);
        for (var n = 0; n < 40; n++) curve.Decay();

        Assert.Equal(1, curve.Weight(1), 0.01);
    }

    [Fact]
    public void A_weight_is_above_zero_and_at_most_one_for_any_input() =>
        Gen.Select(Gen.Int[1, 20], Gen.Bool).Array[0, 500].Sample(events =>
        {
            var curve = new PositionCurve();
            foreach (var (rank, isRead) in events)
                if (isRead) curve.AddRead(rank);
                else curve.AddImpression(rank);

            Assert.All(Enumerable.Range(1, RankingBoard.Shown), rank => Assert.InRange(curve.Weight(rank), double.Epsilon, 1));
        });
}
