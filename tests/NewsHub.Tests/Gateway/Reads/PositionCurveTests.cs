using CsCheck;
using NewsHub.Gateway.Reads;
using NewsHub.Trending.Ranking;
using Xunit;

namespace NewsHub.Tests.Gateway.Reads;

public sealed class PositionCurveTests
{
    [Fact]
    public void Before_anything_was_seen_it_is_what_such_lists_are_known_for()
    {
        var curve = new PositionCurve();

        Assert.Equal(Math.Pow(20, -0.62), curve.Weight(1), 9);
        Assert.Equal(1, curve.Weight(RankingBoard.Shown), 9);
        Assert.All(Enumerable.Range(2, 19), rank => Assert.True(curve.Weight(rank) > curve.Weight(rank - 1)));
    }

    [Fact]
    public void It_learns_what_each_rank_brings_here()
    {
        var curve = new PositionCurve();
        for (var rank = 1; rank <= RankingBoard.Shown; rank++)
        {
            for (var n = 0; n < 100_000; n++) curve.Saw(rank);
            for (var n = 0; n < (rank == 1 ? 8_000 : 2_000); n++) curve.Read(rank);
        }

        Assert.Equal(0.25, curve.Weight(1), 0.02);
        Assert.Equal(1, curve.Weight(7), 0.02);
    }

    [Fact]
    public void What_it_has_forgotten_gives_way_to_what_comes()
    {
        var curve = new PositionCurve();
        for (var n = 0; n < 100_000; n++) curve.Saw(1);
        for (var n = 0; n < 20; n++) curve.Age();

        Assert.Equal(new PositionCurve().Weight(1), curve.Weight(1), 0.01);
    }

    [Fact]
    public void A_weight_is_between_nothing_and_one_whatever_readers_tell() =>
        Gen.Select(Gen.Int[1, 20], Gen.Bool).Array[0, 500].Sample(told =>
        {
            var curve = new PositionCurve();
            foreach (var (rank, isRead) in told)
                if (isRead) curve.Read(rank);
                else curve.Saw(rank);

            Assert.All(Enumerable.Range(1, RankingBoard.Shown), rank => Assert.InRange(curve.Weight(rank), double.Epsilon, 1));
        });
}
