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
    private readonly Gate _gate;

    public GateTests() => _gate = new Gate(Options.Create(new LiveOptions { MaxConnections = 3, MaxConnectionsPerAddress = 2 }), _metrics);

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

        Assert.Null(_gate.Refuse(Here));
        Assert.Equal((2, 2), (_gate.Count, measured["newshub.live.connections"]));
    }

    [Fact]
    public void A_closed_gate_lets_nobody_in_and_everybody_out()
    {
        var visit = Enter(Here);
        _gate.Close();

        Assert.Equal(("draining", 503), Refusal(Here));
        visit.Dispose();
        Assert.Empty(_gate.Inside);
    }

    private (string, int)? Refusal(IPAddress address) => _gate.Refuse(address) is { } refusal ? (refusal.Limit, refusal.Status) : null;

    private Visit Enter(IPAddress address)
    {
        var line = new PipeLine();
        return _gate.Enter(address, "pipe", line, new Outbox(line, _metrics, TimeProvider.System), new ClaimsPrincipal());
    }
}
