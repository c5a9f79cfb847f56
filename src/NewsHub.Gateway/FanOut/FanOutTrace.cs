using System.Diagnostics;
using NewsHub.Wire;

namespace NewsHub.Gateway.FanOut;

/// <summary>
/// Ends the trace of a publish with a span, below the nudge that delivered the entry, for offering it to this process's readers. A nudge that
/// arrives after its entry, as in a burst, delivers nothing, and its trace ends there.
/// </summary>
internal static class FanOutTrace
{
    private const string Name = "newshub.fan_out";

    private static readonly ActivitySource Source = new("NewsHub.Gateway");

    /// <summary>Records a span for each entry of a batch that has been offered.</summary>
    public static void RecordSent(IReadOnlyList<Entry> entries, DateTimeOffset startedAt)
    {
        if (!Source.HasListeners()) return;
        foreach (var entry in entries)
            if (ActivityContext.TryParse(entry.TraceParent, null, isRemote: true, out var parent))
                Source.StartActivity(Name, ActivityKind.Consumer, parent, [new("newshub.sequence", entry.Seq)], startTime: startedAt)?.Dispose();
    }
}
