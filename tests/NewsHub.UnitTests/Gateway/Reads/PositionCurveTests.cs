using CsCheck;
using NewsHub.Gateway.Reads;
using NewsHub.Trending.Ranking;
using Xunit;

namespace NewsHub.Tests.Gateway.Reads;

public sealed class PositionCurveTests
{
    [Fact]
    public void Without_impressions_the_weights_follow_the_prior()
    {
        var curve = new PositionCurve();

        Assert.Equal(Math.Pow(20, -0.62), curve.Weight(1), 9);
        Assert.Equal(1, curve.Weight(RankingBoard.Shown), 9);
        Assert.All(Enumerable.Range(2, 19), rank => Assert.True(curve.Weight(rank) > curve.Weight(rank - 1)));
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
    public void After_repeated_decay_the_weights_return_to_the_prior()
    {
        var curve = new PositionCurve();
        for (var n = 0; n < 100_000; n++) curve.AddImpression(1);
        for (var n = 0; n < 20; n++) curve.Decay();

        Assert.Equal(new PositionCurve().Weight(1), curve.Weight(1), 0.01);
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
