using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsHub.Trending.Counting;
using NewsHub.Wire;

namespace NewsHub.Trending;

/// <summary>
/// Follows the wire and notifies counters when their articles change. New articles are skipped: they have no counter yet.
/// </summary>
internal sealed partial class TrendingFollower(
    WireFollower wire, IWireStore store, IGrainFactory grains, TimeProvider time, ILogger<TrendingFollower> logger) : BackgroundService
{
    private readonly Retry _retry = new(time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (_, head) = await _retry.UntilDone(store.Bounds, failure =>
        {
            LogHeadNotRead(failure);
            return true;
        }, stoppingToken);
        await foreach (var entries in wire.Follow(head, stoppingToken))
        {
            foreach (var id in entries.Where(IsChange).Select(entry => entry.Article.Id).Distinct()) await NotifyCounter(id);
        }
    }

    private static bool IsChange(Entry entry) => !entry.IsSkipped && entry is not { Kind: EntryKind.Published, Article.Version: 1 };

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

    [LoggerMessage(3004, LogLevel.Error, "Could not read the head of the wire; retrying in 1 second")]
    private partial void LogHeadNotRead(Exception failure);

    [LoggerMessage(3005, LogLevel.Warning, "Counter {ArticleId} was not notified that its article changed")]
    private partial void LogCounterNotNotified(Exception failure, string articleId);
}
