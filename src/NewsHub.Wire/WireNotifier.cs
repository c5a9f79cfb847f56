using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace NewsHub.Wire;

/// <summary>
/// Tells the wire how far it has come: one nudge for all commits of this process that end together, as those of one batch do. Where a
/// commit is traced it has a nudge of its own, so that its trace goes on.
/// </summary>
public sealed partial class WireNotifier(IGrainFactory grains, ILogger<WireNotifier> logger) : IThreadPoolWorkItem
{
    private long _reached;
    private int _isQueued;
    private IWireGrain? _wire;

    /// <summary>The wire has reached <paramref name="sequence"/>. Never waits, never fails: a nudge that is lost is made up for.</summary>
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
        Interlocked.Exchange(ref _isQueued, 0); // before the sequence is read: who raises it later queues again
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
            LogNudgeFailed(failure, sequence); // on a thread of the pool it would end the process, which is perhaps stopping
        }
    }

    [LoggerMessage(1015, LogLevel.Warning, "The wire was not told of {Sequence}; it looks for itself within a second")]
    private partial void LogNudgeFailed(Exception failure, long sequence);
}
