using System.Diagnostics;
using NewsHub.Wire;

namespace NewsHub.Gateway.FanOut;

/// <summary>
/// The end of a publish's trace: an entry was offered to this process's readers, in a span under the nudge that brought it. A nudge that
/// comes after its entry, as in a burst, brings nothing, and its trace ends there.
/// </summary>
internal static class FanOutTrace
{
    private const string Name = "newshub.fan_out";

    private static readonly ActivitySource Source = new("NewsHub.Gateway");

    /// <summary>Tells whoever listens that these entries, which left together, have been offered.</summary>
    public static void Sent(IReadOnlyList<Entry> entries, DateTimeOffset began)
    {
        if (!Source.HasListeners()) return;
        foreach (var entry in entries)
            if (ActivityContext.TryParse(entry.TraceParent, null, isRemote: true, out var cause))
                Source.StartActivity(Name, ActivityKind.Consumer, cause, [new("newshub.sequence", entry.Seq)], startTime: began)?.Dispose();
    }
}
