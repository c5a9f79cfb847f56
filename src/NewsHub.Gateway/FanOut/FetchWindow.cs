using NewsHub.Gateway.Connections;
using NewsHub.Wire;

namespace NewsHub.Gateway.FanOut;

/// <summary>
/// Spreads the requests of readers who have an article open and fetch its new text, because entries have no body: over one millisecond per reader, 1,000
/// requests a second. At 60 µs of CPU per cached page that is 6 % of a core. Few readers have the new text at once.
/// </summary>
internal static class FetchWindow
{
    /// <summary>Longest time in milliseconds until the last reader fetches.</summary>
    private const int MaxMs = 5000;

    /// <summary>Returns an entry with <see cref="Entry.FetchWithinMs"/> if readers of this hub fetch what it announces, otherwise the same entry.</summary>
    public static Entry SetIn(Entry entry, SubscriptionRegistry registry) =>
        IsFetched(entry.Kind) && !entry.IsSkipped && registry.CountSubscribers(Topic.Article(entry.Article.Id)) is > 0 and var readers
            ? entry with { FetchWithinMs = Math.Min(readers, MaxMs) }
            : entry;

    /// <summary>True where readers fetch the article or its pinned post: it is changed, or public again.</summary>
    private static bool IsFetched(EntryKind kind) => kind is EntryKind.Published or EntryKind.Updated or EntryKind.Corrected or EntryKind.CoverageChanged;
}
