using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsHub.Wire;

namespace NewsHub.Web.Related;

/// <summary>Fills an index with the newest public articles of the store, and then follows the wire.</summary>
internal sealed partial class RelatedFollower(IWireStore store, WireTail wire, TimeProvider time, ILogger<RelatedFollower> logger) : BackgroundService
{
    /// <summary>Articles that are read from the store at once: 500 × about 1 KB = 0.5 MB.</summary>
    private const int PageSize = 500;

    private readonly Retry _retry = new(time);
    private TaskCompletionSource _progress = NewSignal();
    private long _sequence = -1;

    public RelatedIndex Index { get; } = new();

    /// <summary>Completes when the index has the entries up to a sequence.</summary>
    public async Task WaitFor(long sequence, CancellationToken stopping)
    {
        while (true)
        {
            var progress = Volatile.Read(ref _progress).Task;
            if (Volatile.Read(ref _sequence) >= sequence) return;
            await progress.WaitAsync(stopping);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Advance(await _retry.UntilDone(Load, failure =>
        {
            LogLoadFailed(failure);
            return true;
        }, stoppingToken));
        await foreach (var entries in wire.Follow(_sequence, stoppingToken))
        {
            foreach (var entry in entries) Apply(entry);
            Advance(entries[^1].Seq);
        }
    }

    /// <summary>Returns the sequence up to which the index has all entries.</summary>
    private async Task<long> Load(CancellationToken stopping)
    {
        // Read the head first: an article published while the lists are read arrives again as an entry, which replaces it.
        var (_, head) = await store.Bounds(stopping);
        var before = ListPosition.Newest;
        for (var loaded = 0; loaded < RelatedIndex.MaxArticles; loaded += PageSize)
        {
            var page = await store.ListPublic([Topic.News], before, PageSize, stopping);
            foreach (var listed in page) Index.Set(listed.Article, listed.Position.At);
            if (page.Count < PageSize) break;
            before = page[^1].Position;
        }
        LogLoaded(Index.Count, head);
        return head;
    }

    private void Apply(Entry entry)
    {
        if (entry.IsSkipped || entry.Part is not null) return; // a post of a live blog does not change its article
        if (entry.Article.Headline is null) Index.Remove(entry.Article.Id);
        else Index.Set(entry.Article, (entry.Article.PublishedAt ?? entry.At).ToUnixTimeMilliseconds());
    }

    private void Advance(long sequence)
    {
        Volatile.Write(ref _sequence, sequence);
        Interlocked.Exchange(ref _progress, NewSignal()).SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(5020, LogLevel.Information, "Indexed {Articles} articles at sequence {Sequence}")]
    private partial void LogLoaded(int articles, long sequence);

    [LoggerMessage(5021, LogLevel.Error, "Indexing the articles failed; retrying")]
    private partial void LogLoadFailed(Exception failure);
}
