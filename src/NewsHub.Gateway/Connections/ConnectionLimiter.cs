using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NewsHub.Articles.Newsrooms;

namespace NewsHub.Gateway.Connections;

/// <summary>Who may come in, and who is inside.</summary>
internal sealed class ConnectionLimiter(IOptions<LiveOptions> options, LiveMetrics metrics)
{
    private readonly ConcurrentDictionary<ConnectionLease, byte> _inside = new();
    private readonly ConcurrentDictionary<ConnectionLease, byte> _withKey = new();
    private readonly ConcurrentDictionary<IPAddress, int> _byAddress = new();
    private int _count;
    private volatile bool _isClosed;

    public int Count => Volatile.Read(ref _count);

    public bool IsClosed => _isClosed;

    /// <summary>Who is inside; those who come or go meanwhile may or may not be among them.</summary>
    public IEnumerable<ConnectionLease> Inside => _inside.Select(inside => inside.Key);

    /// <summary>Those of them who came with a key.</summary>
    public IEnumerable<ConnectionLease> WithKey => _withKey.Select(inside => inside.Key);

    /// <summary>Lets nobody in any more: the process is going to stop.</summary>
    public void Close() => _isClosed = true;

    /// <summary>Why nobody can come in from this address now; null: they can.</summary>
    public ConnectionRefusal? Refuse(IPAddress? address)
    {
        var refusal = _isClosed
            ? new ConnectionRefusal("draining", StatusCodes.Status503ServiceUnavailable, "This hub is about to stop. Come back with your cursor.")
            : Count >= options.Value.MaxConnections
                ? new ConnectionRefusal("connections", StatusCodes.Status503ServiceUnavailable, $"The hub holds {options.Value.MaxConnections} live connections and takes no more.")
                : address is not null && _byAddress.GetValueOrDefault(address) >= options.Value.MaxConnectionsPerAddress
                    ? new ConnectionRefusal("address", StatusCodes.Status429TooManyRequests, $"One address holds {options.Value.MaxConnectionsPerAddress} live connections at the most.")
                    : null;
        if (refusal is not null) metrics.Refused(refusal.Limit);
        return refusal;
    }

    /// <summary>Notes that somebody is inside until the visit is disposed.</summary>
    public ConnectionLease Enter(IPAddress? address, string transportName, ITransport transport, Outbox outbox, ClaimsPrincipal user)
    {
        var lease = new ConnectionLease(this, address, transportName, transport, outbox, KeyClaims.HashOf(user));
        _inside.TryAdd(lease, 0);
        if (lease.KeyHash is not null) _withKey.TryAdd(lease, 0);
        Interlocked.Increment(ref _count);
        if (address is not null) _byAddress.AddOrUpdate(address, 1, (_, count) => count + 1);
        metrics.Connected(transportName);
        return lease;
    }

    internal void Leave(ConnectionLease lease)
    {
        if (!_inside.TryRemove(lease, out _)) return;
        _withKey.TryRemove(lease, out _);
        Interlocked.Decrement(ref _count);
        if (lease.Address is { } address && _byAddress.AddOrUpdate(address, 0, (_, count) => count - 1) == 0)
            _byAddress.TryRemove(new KeyValuePair<IPAddress, int>(address, 0));
        metrics.Disconnected(lease.TransportName);
    }

    /// <param name="Limit">The limit's name, for metrics.</param>
    public sealed record ConnectionRefusal(string Limit, int Status, string Reason)
    {
        private const string RetryAfterSeconds = "2";

        public Task Answer(HttpContext http)
        {
            http.Response.Headers.RetryAfter = RetryAfterSeconds;
            return TypedResults.Problem(Reason, statusCode: Status).ExecuteAsync(http);
        }
    }
}

/// <summary>A connection while it is inside.</summary>
internal sealed class ConnectionLease(ConnectionLimiter limiter, IPAddress? address, string transportName, ITransport transport, Outbox outbox, string? keyHash) : IDisposable
{
    public IPAddress? Address => address;

    public string TransportName => transportName;

    public ITransport Transport => transport;

    public Outbox Outbox => outbox;

    /// <summary>Of the key that it came with; null: it came without one.</summary>
    public string? KeyHash => keyHash;

    public void Dispose()
    {
        outbox.Close();
        limiter.Leave(this);
    }
}
