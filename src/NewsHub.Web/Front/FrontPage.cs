using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsHub.Wire;

namespace NewsHub.Web.Front;

/// <summary>
/// The front page of this process. Loads it from the store once and then updates it from the wire, so that page requests do not
/// depend on the database.
/// </summary>
public sealed partial class FrontPage(IWireStore store, WireFollower wire, TimeProvider time, ILogger<FrontPage> logger) : BackgroundService
{
    /// <summary>Number of articles loaded from the breaking topic, to find those with an active alert: more than one day of alerts.</summary>
    private const int MaxAlertedLoaded = 200;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private volatile FrontPageSnapshot? _current;

    public bool IsReady => _current is not null;

    /// <exception cref="InvalidOperationException">The front page is not loaded yet.</exception>
    public FrontPageSnapshot Current =>
        _current ?? throw new InvalidOperationException("The front page is not loaded yet; check IsReady first.");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested && !await TryLoad(stoppingToken))
            await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stoppingToken.IsCancellationRequested) return;

        await foreach (var entries in wire.Follow(Current.Cursor.Sequence, stoppingToken))
            _current = entries.Aggregate(Current, (page, entry) => page.Apply(entry));
    }

    private async Task<bool> TryLoad(CancellationToken stopping)
    {
        try
        {
            // Read the head first: an article published while the lists are read arrives again as an entry, which has no effect.
            var (_, head) = await store.Bounds(stopping);
            var latest = await store.ListPublic([Topic.News], long.MaxValue, FrontPageSnapshot.MaxArticles, stopping);
            var alerted = await store.ListPublic([Topic.Breaking], long.MaxValue, MaxAlertedLoaded, stopping);
            _current = FrontPageSnapshot.Load(new Cursor(store.Epoch, head), latest, alerted);
            LogFrontPageLoaded(latest.Count, head);
            return true;
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            LogFrontPageLoadFailed(failure);
            return false;
        }
    }

    [LoggerMessage(5001, LogLevel.Information, "Loaded the front page with {Articles} articles at sequence {Sequence}")]
    private partial void LogFrontPageLoaded(int articles, long sequence);

    [LoggerMessage(5002, LogLevel.Error, "Loading the front page failed; retrying")]
    private partial void LogFrontPageLoadFailed(Exception failure);
}
