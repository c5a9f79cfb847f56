using Orleans.Concurrency;

namespace NewsHub.Wire;

/// <summary>The wire's voice in the cluster: followers wait here for news. One grain, key 0.</summary>
[Alias("wire.grain")]
public interface IWireGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Entries after <paramref name="sequence"/>, at most <paramref name="max"/>. Answers at once when there are some, else when
    /// there is news, else after five seconds with none, or with none once the caller has stopped waiting.
    /// </summary>
    [AlwaysInterleave, ResponseTimeout("00:00:10"), Alias("readAfter")]
    Task<IReadOnlyList<Entry>> ReadAfter(long sequence, int max, CancellationToken stopping = default);

    /// <summary>A hint that the wire has reached <paramref name="sequence"/>. It may be lost: the log is looked at anyway.</summary>
    [AlwaysInterleave, OneWay, Alias("nudge")]
    Task Nudge(long sequence);
}
