using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsHub.Wire;

namespace NewsHub.Articles.Latest;

/// <summary>
/// The latest public articles, in the memory of this process. Loads them from the store once and then updates them from the wire, so that
/// requests of readers do not depend on the database.
/// </summary>
public sealed partial class LatestArticles(IWireStore store, WireTail wire, TimeProvider time, ILogger<LatestArticles> logger) : BackgroundService
{
    private readonly Retry _retry = new(time);

    private volatile LatestArticlesSnapshot? _current;

    /// <summary>Raised for each batch of entries, on the thread that follows the wire, when <see cref="Current"/> has them already.</summary>
    public event Action<IReadOnlyList<Entry>>? Applied;

    public bool IsReady => _current is not null;

    /// <exception cref="InvalidOperationException">The latest articles are not loaded yet.</exception>
    public LatestArticlesSnapshot Current =>
        _current ?? throw new InvalidOperationException("The latest articles are not loaded yet; check IsReady first.");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _current = await _retry.UntilDone(Load, failure =>
        {
            LogLoadFailed(failure);
            return true;
        }, stoppingToken);
        await foreach (var entries in wire.Follow(Current.Cursor.Sequence, stoppingToken))
        {
            _current = entries.Aggregate(Current, (articles, entry) => articles.Apply(entry));
            Applied?.Invoke(entries);
        }
    }

    private async Task<LatestArticlesSnapshot> Load(CancellationToken stopping)
    {
        // Read the head first: an article published while the lists are read arrives again as an entry, which has no effect.
        var (_, head) = await store.Bounds(stopping);
        var latest = await store.ListPublic([Topic.News], ListPosition.Newest, LatestArticlesSnapshot.MaxArticles, stopping);
        var alerted = await store.ListPublic([Topic.Breaking], ListPosition.Newest, LatestArticlesSnapshot.MaxAlerted, stopping);
        LogLoaded(latest.Count, head);
        return LatestArticlesSnapshot.Load(new Cursor(store.Epoch, head), latest, alerted);
    }

    [LoggerMessage(2006, LogLevel.Information, "Loaded the latest {Articles} articles at sequence {Sequence}")]
    private partial void LogLoaded(int articles, long sequence);

    [LoggerMessage(2007, LogLevel.Error, "Loading the latest articles failed; retrying")]
    private partial void LogLoadFailed(Exception failure);
}
