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

    /// <summary>
    /// An entry of the log costs an address ten times as much as one in memory, which is encoded already: 50,000 at once, then 5,000 a second. For a
    /// connection, an entry of the log on none of its topics costs a tenth of one that it gets.
    /// </summary>
    private const int LogFactor = 10;

    /// <summary>Maximum addresses remembered: 10,000 × about 150 bytes = 1.5 MB. Further ones share one budget.</summary>
    private const int MaxAddresses = 10_000;

    /// <summary>How often all addresses are examined, at most.</summary>
    private static readonly TimeSpan ForgetInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<IPAddress, Pace> _byAddress = new();
    private readonly Pace _ofOthers = new();
    private long _forgotAt = time.GetTimestamp();

    /// <summary>Waits until the connection and its address may read on. Nothing may be read before: it could be withdrawn meanwhile.</summary>
    public Task Wait(Connection connection, CancellationToken stopping) =>
        Charge(connection, 0, 0) is var wait && wait > TimeSpan.Zero ? Task.Delay(wait, time, stopping) : Task.CompletedTask;

    /// <summary>Charges a page. Returns how long to wait before reading on.</summary>
    /// <param name="entries">Entries on the topics of the connection.</param>
    /// <param name="readFromLog">Entries that were read from the log, on any topic.</param>
    public TimeSpan Charge(Connection connection, int entries, int readFromLog)
    {
        var own = connection.ReplayPace.Charge(entries + readFromLog / LogFactor, options.Value.ReplayedPerSecond, ConnectionBurst, time);
        if (connection.Address is not { } address) return own;
        var shared = PaceOf(address).Charge(entries + readFromLog * LogFactor, options.Value.ReplayedPerSecondAndAddress, AddressBurst, time);
        return own > shared ? own : shared;
    }

    private Pace PaceOf(IPAddress address)
    {
        if (_byAddress.TryGetValue(address, out var known)) return known;
        if (_byAddress.Count >= MaxAddresses && time.GetElapsedTime(Volatile.Read(ref _forgotAt)) >= ForgetInterval) ForgetRested();
        return _byAddress.Count < MaxAddresses ? _byAddress.GetOrAdd(address, static _ => new Pace()) : _ofOthers;
    }

    private void ForgetRested()
    {
        Volatile.Write(ref _forgotAt, time.GetTimestamp());
        foreach (var (address, pace) in _byAddress)
            if (pace.IsRested(time))
                _byAddress.TryRemove(address, out _);
    }
}
