using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsHub.Wire;

namespace NewsHub.Web.Front;

/// <summary>
/// This process's front page: loaded from the store once, then kept by following the wire, so that no database stands in the
/// way of a reader.
/// </summary>
public sealed partial class FrontPage(IWireStore store, WireFollower wire, TimeProvider time, ILogger<FrontPage> logger) : BackgroundService
{
    /// <summary>Articles that once carried an alert, looked through for those that still do: more than a day's alerts.</summary>
    private const int AlertedLookedThrough = 200;

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private volatile FrontPageSnapshot? _current;

    public bool IsReady => _current is not null;

    /// <exception cref="InvalidOperationException">It is not loaded yet.</exception>
    public FrontPageSnapshot Current =>
        _current ?? throw new InvalidOperationException("The front page is not loaded yet; ask IsReady first.");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested && !await TryLoad(stoppingToken))
            await Task.Delay(PauseAfterFailure, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stoppingToken.IsCancellationRequested) return;

        await foreach (var entries in wire.Follow(Current.Cursor.Sequence, stoppingToken))
            _current = entries.Aggregate(Current, (page, entry) => page.Apply(entry));
    }

    private async Task<bool> TryLoad(CancellationToken stopping)
    {
        try
        {
            // The head first: what is published while the lists are read comes again as an entry, and changes nothing.
            var (_, head) = await store.Bounds(stopping);
            var latest = await store.ListPublic([Topic.News], long.MaxValue, FrontPageSnapshot.MaxArticles, stopping);
            var alerted = await store.ListPublic([Topic.Breaking], long.MaxValue, AlertedLookedThrough, stopping);
            _current = FrontPageSnapshot.Load(new Cursor(store.Epoch, head), latest, alerted);
            LogFrontPageLoaded(latest.Count, head);
            return true;
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            LogFrontPageNotLoaded(failure);
            return false;
        }
    }

    [LoggerMessage(5001, LogLevel.Information, "The front page was loaded with {Articles} articles at {Sequence}")]
    private partial void LogFrontPageLoaded(int articles, long sequence);

    [LoggerMessage(5002, LogLevel.Error, "The front page was not loaded; trying again")]
    private partial void LogFrontPageNotLoaded(Exception failure);
}
