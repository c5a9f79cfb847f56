using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NewsHub.Gateway;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.FanOut;
using NewsHub.Gateway.Polling;
using Xunit;

namespace NewsHub.Tests.Gateway.FanOut;

public sealed class ReplayBudgetTests
{
    private const int Burst = 100;

    private readonly FakeTimeProvider _time = new();
    private readonly ReplayBudget _budget;
    private int _addresses;

    public ReplayBudgetTests() =>
        _budget = new ReplayBudget(Options.Create(new LiveOptions { ReplayedPerSecond = 1_000, ReplayedPerSecondAndAddress = 10 }), _time);

    [Fact]
    public void Connections_of_one_address_share_its_budget_and_one_connection_has_its_own()
    {
        var address = NextAddress();

        Assert.Equal(TimeSpan.Zero, _budget.Charge(NewConnection(address), Burst, 0));
        Assert.Equal(TimeSpan.FromSeconds(1), _budget.Charge(NewConnection(address), 10, 0));
        Assert.Equal(TimeSpan.Zero, _budget.Charge(NewConnection(NextAddress()), 10, 0));
        Assert.Equal(TimeSpan.FromSeconds(1), _budget.Charge(NewConnection(null), 51_000, 0));
    }

    [Fact]
    public void Entries_read_from_the_log_cost_an_address_ten_times_as_much()
    {
        var address = NextAddress();

        Assert.Equal(TimeSpan.Zero, _budget.Charge(NewConnection(address), 0, Burst / 10));
        Assert.Equal(TimeSpan.FromSeconds(1), _budget.Charge(NewConnection(address), 0, 1));
        Assert.Equal(TimeSpan.FromSeconds(1), _budget.Charge(NewConnection(null), 50_000, 10_000));
    }

    [Fact]
    public void Addresses_beyond_the_bound_share_a_budget_until_others_have_rested()
    {
        for (var i = 0; i < 10_000; i++) _budget.Charge(NewConnection(NextAddress()), 1, 0);
        Assert.Equal(TimeSpan.Zero, _budget.Charge(NewConnection(NextAddress()), Burst, 0));
        Assert.Equal(TimeSpan.FromSeconds(1), _budget.Charge(NewConnection(NextAddress()), 10, 0));

        _time.Advance(TimeSpan.FromMinutes(1));

        for (var i = 0; i < 2; i++) Assert.Equal(TimeSpan.Zero, _budget.Charge(NewConnection(NextAddress()), Burst, 0));
    }

    private IPAddress NextAddress() => new([10, (byte)(++_addresses >> 16), (byte)(_addresses >> 8), (byte)_addresses]);

    private static Connection NewConnection(IPAddress? address) => new(new PollSignal(), address);
}
