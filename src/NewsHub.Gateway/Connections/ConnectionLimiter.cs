using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NewsHub.Articles.Newsrooms;
using NewsHub.Http;

namespace NewsHub.Gateway.Connections;

/// <summary>Admits live connections within the configured limits and tracks the open ones.</summary>
internal sealed class ConnectionLimiter(IOptions<LiveOptions> options, LiveMetrics metrics)
{
    private readonly ConcurrentDictionary<ConnectionLease, byte> _leases = new();
    private readonly ConcurrentDictionary<ConnectionLease, byte> _leasesWithKey = new();
    private readonly ConcurrentDictionary<IPAddress, int> _byAddress = new();
    private int _count;
    private volatile bool _isClosed;

    public int Count => Volatile.Read(ref _count);

    public bool IsClosed => _isClosed;

    /// <summary>The open connections. Ones opened or closed during enumeration may or may not be included.</summary>
    public IEnumerable<ConnectionLease> Leases => _leases.Select(pair => pair.Key);

    /// <summary>The open connections that were authenticated with a key.</summary>
    public IEnumerable<ConnectionLease> LeasesWithKey => _leasesWithKey.Select(pair => pair.Key);

    /// <summary>Refuses all new connections because the process is about to stop.</summary>
    public void Close() => _isClosed = true;

    /// <summary>
    /// Returns why a new connection from this address is refused now, and counts the refusal; null if it is admitted. For an early answer to a client:
    /// <see cref="TryAcquire"/> decides.
    /// </summary>
    public ConnectionRefusal? Refuse(IPAddress? address) => Record(
        FindRefusal(Count + 1, address is null ? 0 : _byAddress.GetValueOrDefault(address) + 1));

    /// <summary>Counts a connection as open until the lease is disposed; null, with the reason, if it is not admitted.</summary>
    public ConnectionLease? TryAcquire(
        IPAddress? address, string transportName, ITransport transport, Outbox outbox, ClaimsPrincipal user, out ConnectionRefusal? refusal)
    {
        // Counted first, so that of many that arrive together only as many as are allowed see a count within the limit.
        var all = Interlocked.Increment(ref _count);
        var ofAddress = address is null ? 0 : _byAddress.AddOrUpdate(address, 1, (_, count) => count + 1);
        refusal = Record(FindRefusal(all, ofAddress));
        if (refusal is not null)
        {
            Uncount(address);
            return null;
        }

        var lease = new ConnectionLease(this, address, transportName, transport, outbox, KeyClaims.HashOf(user));
        _leases.TryAdd(lease, 0);
        if (lease.KeyHash is not null) _leasesWithKey.TryAdd(lease, 0);
        metrics.Connected(transportName);
        return lease;
    }

    internal void Release(ConnectionLease lease)
    {
        if (!_leases.TryRemove(lease, out _)) return;
        _leasesWithKey.TryRemove(lease, out _);
        Uncount(lease.Address);
        metrics.Disconnected(lease.TransportName);
    }

    private void Uncount(IPAddress? address)
    {
        Interlocked.Decrement(ref _count);
        if (address is not null && _byAddress.AddOrUpdate(address, 0, (_, count) => count - 1) == 0)
            _byAddress.TryRemove(new KeyValuePair<IPAddress, int>(address, 0));
    }

    private ConnectionRefusal? FindRefusal(int all, int ofAddress) => _isClosed
        ? new ConnectionRefusal("draining", StatusCodes.Status503ServiceUnavailable, "This hub is about to stop. Reconnect with your cursor.")
        : all > options.Value.MaxConnections
            ? new ConnectionRefusal("connections", StatusCodes.Status503ServiceUnavailable, $"The hub has {options.Value.MaxConnections} live connections and takes no more.")
            : ofAddress > options.Value.MaxConnectionsPerAddress
                ? new ConnectionRefusal("address", StatusCodes.Status429TooManyRequests, $"An address may have at most {options.Value.MaxConnectionsPerAddress} live connections.")
                : null;

    private ConnectionRefusal? Record(ConnectionRefusal? refusal)
    {
        if (refusal is not null) metrics.Refused(refusal.Limit);
        return refusal;
    }

    /// <param name="Limit">The limit's name in metrics.</param>
    public sealed record ConnectionRefusal(string Limit, int Status, string Reason)
    {
        private const int RetryAfterSeconds = 2;

        public Task WriteTo(HttpContext http) => Problem.Retry(Status, Reason, RetryAfterSeconds).ExecuteAsync(http);
    }
}

/// <summary>An open connection, counted until disposed.</summary>
internal sealed class ConnectionLease(ConnectionLimiter limiter, IPAddress? address, string transportName, ITransport transport, Outbox outbox, string? keyHash) : IDisposable
{
    public IPAddress? Address => address;

    public string TransportName => transportName;

    public ITransport Transport => transport;

    public Outbox Outbox => outbox;

    /// <summary>The hash of the key that authenticated the connection; null if it has none.</summary>
    public string? KeyHash => keyHash;

    public void Dispose()
    {
        outbox.Close();
        limiter.Release(this);
    }
}
