using System.Net;
using System.Security.Claims;
using Microsoft.Extensions.Options;
using NewsHub.Gateway;
using NewsHub.Gateway.Connections;
using Xunit;

namespace NewsHub.Tests.Gateway.Connections;

public sealed class ConnectionLimiterTests
{
    private static readonly IPAddress Address = IPAddress.Parse("203.0.113.7");

    private readonly LiveMetrics _metrics = Entries.NewMetrics();
    private readonly ConnectionLimiter _limiter;

    public ConnectionLimiterTests() => _limiter = new ConnectionLimiter(Options.Create(new LiveOptions { MaxConnections = 3, MaxConnectionsPerAddress = 2 }), _metrics);

    [Fact]
    public void Limits_apply_per_address_and_in_total_and_a_disposed_lease_frees_its_place()
    {
        using var recorded = new RecordedMetrics(_metrics);
        var first = Acquire(Address);
        Acquire(Address);
        Assert.Equal(("address", 429), Refusal(Address));
        Acquire(IPAddress.Loopback);
        Assert.Equal(("connections", 503), Refusal(IPAddress.Loopback));
        Assert.Equal((3, 2), (recorded["newshub.live.connections"], recorded["newshub.live.refused"]));

        first.Dispose();
        first.Dispose(); // the second call has no effect

        Assert.Null(_limiter.Refuse(Address));
        Assert.Equal((2, 2), (_limiter.Count, recorded["newshub.live.connections"]));
    }

    [Fact]
    public void A_closed_limiter_refuses_new_connections_and_releases_open_ones()
    {
        var lease = Acquire(Address);
        _limiter.Close();

        Assert.Equal(("draining", 503), Refusal(Address));
        lease.Dispose();
        Assert.Empty(_limiter.Leases);
    }

    private (string, int)? Refusal(IPAddress address) => _limiter.Refuse(address) is { } refusal ? (refusal.Limit, refusal.Status) : null;

    private ConnectionLease Acquire(IPAddress address)
    {
        var transport = new PipeTransport();
        return _limiter.TryAcquire(address, "pipe", transport, new Outbox(transport, _metrics, TimeProvider.System), new ClaimsPrincipal(), out _)!;
    }
}
