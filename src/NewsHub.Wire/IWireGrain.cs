using Orleans.Concurrency;

namespace NewsHub.Wire;

/// <summary>Serves new entries to the followers of the cluster by long polling. There is one grain, with key 0.</summary>
[Alias("wire.grain")]
internal interface IWireGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Returns at most <paramref name="max"/> entries after <paramref name="sequence"/>. Returns at once if there are any; otherwise waits up to
    /// five seconds for the next entry. Returns an empty list after that, or when the caller cancels.
    /// </summary>
    [AlwaysInterleave, ResponseTimeout("00:00:10"), Alias("readAfter")]
    Task<IReadOnlyList<Entry>> ReadAfter(long sequence, int max, CancellationToken stopping = default);

    /// <summary>Hints that the wire has reached <paramref name="sequence"/>. The hint may be lost: the grain also polls the log.</summary>
    [AlwaysInterleave, OneWay, Alias("nudge")]
    Task Nudge(long sequence);
}
