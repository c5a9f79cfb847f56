using Microsoft.Extensions.Time.Testing;
using NewsHub.Gateway.Connections;
using Xunit;

namespace NewsHub.Tests.Gateway.Connections;

public sealed class PaceTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Pace _pace = new();

    [Fact]
    public void A_burst_costs_no_wait_and_what_exceeds_it_costs_its_time()
    {
        Assert.Equal(TimeSpan.Zero, Charge(100));
        Assert.Equal(TimeSpan.FromSeconds(2), Charge(20));
        Assert.Equal(TimeSpan.FromSeconds(2), Charge(0));
        Assert.False(_pace.IsRested(_time));
    }

    [Fact]
    public void A_rest_gives_back_the_burst_but_no_more()
    {
        Charge(100);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.True(_pace.IsRested(_time));
        Assert.Equal(TimeSpan.Zero, Charge(100));
        Assert.Equal(TimeSpan.FromSeconds(1), Charge(10));
    }

    private TimeSpan Charge(int cost) => _pace.Charge(cost, perSecond: 10, burst: 10, _time);
}
