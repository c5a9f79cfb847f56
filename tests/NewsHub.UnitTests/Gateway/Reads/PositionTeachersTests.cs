using NewsHub.Gateway.Reads;
using NewsHub.Trending.Fairness;
using Xunit;

namespace NewsHub.Tests.Gateway.Reads;

public sealed class PositionTeachersTests
{
    private readonly PositionTeachers _teachers = new();

    [Fact]
    public void The_curve_learns_from_two_known_readers_of_a_network_in_a_period()
    {
        Assert.Equal([true, true, false, false], Enumerable.Range(1, 4).Select(n => _teachers.Admit(Reader(n, prefix: 7))));
        Assert.True(_teachers.Admit(Reader(1, prefix: 7)));
        Assert.True(_teachers.Admit(Reader(5, prefix: 8)));
        Assert.False(_teachers.Admit(Reader(6, prefix: 9, isKnown: false)));
        Assert.Equal([true, true, false, true, false], new ulong[] { 1, 2, 3, 5, 6 }.Select(_teachers.IsAdmitted));

        _teachers.Clear();

        Assert.False(_teachers.IsAdmitted(1));
        Assert.True(_teachers.Admit(Reader(3, prefix: 7)));
    }

    [Fact]
    public void An_IPv6_provider_and_addresses_that_are_not_public_are_limited_too()
    {
        Assert.Equal(PositionTeachers.MaxPerProvider, Enumerable.Range(1, 200).Count(n => _teachers.Admit(Reader(n, (uint)n, provider: 5))));
        Assert.Equal(PositionTeachers.MaxPerNetwork, Enumerable.Range(1_000, 200).Count(n => _teachers.Admit(Reader(n, prefix: 0))));
    }

    [Fact]
    public void Forged_impressions_and_reads_of_one_machine_do_not_change_the_curve()
    {
        foreach (var isBuried in (bool[])[true, false])
        {
            var (honest, attacked, teachers) = (Curve(), Curve(), new PositionTeachers());
            for (var n = 0; n < 200; n++)
            {
                if (!teachers.Admit(Reader(n, prefix: 7))) continue;
                attacked.AddImpression(isBuried ? 1 : 2);
                if (isBuried) attacked.AddRead(1);
            }
            Assert.All(Enumerable.Range(1, 20), rank => Assert.Equal(honest.Weight(rank), attacked.Weight(rank), 0.005));
        }
    }

    [Fact]
    public void The_mean_weight_of_an_article_is_that_of_two_periods()
    {
        var means = new MeanWeights();
        Assert.Equal(1, means.Of("ferry"));
        means.Add("ferry", 0.2);
        means.Rotate();
        means.Add("ferry", 0.6);
        Assert.Equal((0.4, 1), (means.Of("ferry"), means.Of("garden")));
        means.Rotate();
        means.Rotate();
        Assert.Equal(1, means.Of("ferry"));
    }

    private static PositionCurve Curve()
    {
        var curve = new PositionCurve();
        for (var rank = 1; rank <= 20; rank++)
            for (var n = 0; n < 1_000; n++)
            {
                curve.AddImpression(rank);
                if (n < 200 / rank) curve.AddRead(rank);
            }
        return curve;
    }

    private static ReaderIdentity Reader(int reader, uint prefix, bool isKnown = true, uint provider = 0) => new((ulong)reader, 0, Origin.Of(prefix, 1, isKnown, provider), IsBot: false);
}
