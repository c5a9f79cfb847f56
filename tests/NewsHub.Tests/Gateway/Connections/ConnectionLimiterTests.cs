using System.Net;
using System.Security.Claims;
using Microsoft.Extensions.Options;
using NewsHub.Gateway;
using NewsHub.Gateway.Connections;
using Xunit;

namespace NewsHub.Tests.Gateway.Connections;

public sealed class GateTests
{
    private static readonly IPAddress Here = IPAddress.Parse("203.0.113.7");

    private readonly LiveMetrics _metrics = Entries.NewMetrics();
    private readonly ConnectionLimiter _limiter;

    public GateTests() => _limiter = new ConnectionLimiter(Options.Create(new LiveOptions { MaxConnections = 3, MaxConnectionsPerAddress = 2 }), _metrics);

    [Fact]
    public void So_many_come_in_from_one_address_and_in_all_and_who_leaves_makes_room()
    {
        using var measured = new Measured(_metrics);
        var first = Enter(Here);
        Enter(Here);
        Assert.Equal(("address", 429), Refusal(Here));
        Enter(IPAddress.Loopback);
        Assert.Equal(("connections", 503), Refusal(IPAddress.Loopback));
        Assert.Equal((3, 2), (measured["newshub.live.connections"], measured["newshub.live.refused"]));

        first.Dispose();
        first.Dispose(); // a second time changes nothing

        Assert.Null(_limiter.Refuse(Here));
        Assert.Equal((2, 2), (_limiter.Count, measured["newshub.live.connections"]));
    }

    [Fact]
    public void A_closed_gate_lets_nobody_in_and_everybody_out()
    {
        var lease = Enter(Here);
        _limiter.Close();

        Assert.Equal(("draining", 503), Refusal(Here));
        lease.Dispose();
        Assert.Empty(_limiter.Inside);
    }

    private (string, int)? Refusal(IPAddress address) => _limiter.Refuse(address) is { } refusal ? (refusal.Limit, refusal.Status) : null;

    private ConnectionLease Enter(IPAddress address)
    {
        var line = new PipeLine();
        return _limiter.Enter(address, "pipe", line, new Outbox(line, _metrics, TimeProvider.System), new ClaimsPrincipal());
    }
}
