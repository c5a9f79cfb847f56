using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;
using NewsHub.Gateway.Connections;

namespace NewsHub.Gateway.FanOut;

/// <summary>
/// Limits how many missed entries are read per second for one connection and for one address, each with a burst. A reader over its limit waits;
/// it loses nothing.
/// </summary>
internal sealed class ReplayBudget(IOptions<LiveOptions> options, TimeProvider time)
{
    /// <summary>A burst in seconds of the sustained rate: 10,000 entries for one connection, half a million for one address.</summary>
    private const int ConnectionBurst = 50, AddressBurst = 10;

    /// <summary>Addresses remembered before those with a full burst are forgotten: 10,000 × about 150 bytes = 1.5 MB.</summary>
    private const int MaxAddresses = 10_000;

    private readonly ConcurrentDictionary<IPAddress, Pace> _byAddress = new();

    /// <summary>Waits until the connection and its address may read on. Nothing may be read before: it could be withdrawn meanwhile.</summary>
    public Task Wait(Connection connection, CancellationToken stopping) =>
        Charge(connection, 0) is var wait && wait > TimeSpan.Zero ? Task.Delay(wait, time, stopping) : Task.CompletedTask;

    /// <summary>Charges entries that were read. Returns how long to wait before reading on.</summary>
    public TimeSpan Charge(Connection connection, int entries)
    {
        var own = connection.ReplayPace.Charge(entries, options.Value.ReplayedPerSecond, ConnectionBurst, time);
        if (connection.Address is not { } address) return own;
        if (_byAddress.Count >= MaxAddresses) Forget();
        var shared = _byAddress.GetOrAdd(address, _ => new Pace()).Charge(entries, options.Value.ReplayedPerSecondAndAddress, AddressBurst, time);
        return own > shared ? own : shared;
    }

    private void Forget()
    {
        foreach (var (address, pace) in _byAddress)
            if (pace.IsRested(time))
                _byAddress.TryRemove(address, out _);
    }
}
