using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace NewsHub.Wire;

/// <summary>
/// Notifies the wire grain of new sequences. Commits of this process that complete together, as those of a batch do, share one nudge. A traced
/// commit has its own nudge, so that its trace continues.
/// </summary>
public sealed partial class WireNotifier(IGrainFactory grains, ILogger<WireNotifier> logger) : IThreadPoolWorkItem
{
    private long _reached;
    private int _isQueued;
    private IWireGrain? _wire;

    /// <summary>Reports that the wire has reached <paramref name="sequence"/>. Never blocks and never throws: the grain polls the log if a nudge is lost.</summary>
    public void Notify(long sequence)
    {
        if (Activity.Current is { Recorded: true })
        {
            Nudge(sequence);
            return;
        }

        for (var reached = Volatile.Read(ref _reached); sequence > reached; reached = Volatile.Read(ref _reached))
            if (Interlocked.CompareExchange(ref _reached, sequence, reached) == reached) break;
        if (Interlocked.Exchange(ref _isQueued, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Exchange(ref _isQueued, 0); // before the sequence is read, so that a later increase queues the work again
        Nudge(Volatile.Read(ref _reached));
    }

    private void Nudge(long sequence)
    {
        try
        {
            _ = (_wire ??= grains.GetGrain<IWireGrain>(0)).Nudge(sequence);
        }
        catch (Exception failure)
        {
            LogNudgeFailed(failure, sequence); // unhandled on a pool thread it would end the process; it is expected while the hub stops
        }
    }

    [LoggerMessage(1015, LogLevel.Warning, "The nudge for sequence {Sequence} failed; the wire grain polls the log within one second")]
    private partial void LogNudgeFailed(Exception failure, long sequence);
}
