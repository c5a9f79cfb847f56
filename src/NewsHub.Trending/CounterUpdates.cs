using Microsoft.Extensions.Logging;
using NewsHub.Trending.Counting;
using NewsHub.Wire;
using NewsHub.Wire.Outputs;

namespace NewsHub.Trending;

/// <summary>Notifies counters when their articles change. New articles are skipped: they have no counter yet.</summary>
internal sealed partial class CounterUpdates(IGrainFactory grains, ILogger<CounterUpdates> logger) : IWireOutput
{
    public string Name => "trending";

    public async Task Handle(IReadOnlyList<Entry> entries, CancellationToken stopping)
    {
        foreach (var id in entries.Where(IsChange).Select(entry => entry.Article.Id).Distinct()) await NotifyCounter(id);
    }

    private static bool IsChange(Entry entry) => !entry.IsSkipped && entry is { Part: null } and not { Kind: EntryKind.Published, Article.Version: 1 };

    // A one-way call: it completes when the message is sent, not when the counter has handled it.
    private async Task NotifyCounter(string articleId)
    {
        try
        {
            await grains.GetGrain<ITrendingCounterGrain>(articleId).ArticleChanged();
        }
        catch (Exception failure)
        {
            LogCounterNotNotified(failure, articleId);
        }
    }

    [LoggerMessage(3005, LogLevel.Warning, "Counter {ArticleId} was not notified that its article changed")]
    private partial void LogCounterNotNotified(Exception failure, string articleId);
}
