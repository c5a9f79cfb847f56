using Microsoft.Extensions.Caching.Memory;
using NewsHub.Articles;
using NewsHub.Wire;

namespace NewsHub.Syndication.Feeds;

/// <summary>The articles of documents, read from the store once per version.</summary>
internal sealed class ArticleCache(IWireStore store) : IDisposable
{
    /// <summary>Characters of text in memory: 16 million × 2 B = 32 MB, about 5,000 articles of 3,000 characters.</summary>
    private const int MaxCharacters = 16_000_000;

    /// <summary>What an article weighs beside its text.</summary>
    private const int FieldCharacters = 500;

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = MaxCharacters });

    /// <summary>How often articles were dropped. Articles share a counter at random, so that a change of one seldom affects the reading of others.</summary>
    private readonly long[] _drops = new long[1024];

    /// <summary>
    /// Returns the public ones of some articles, at least at the versions of the list. One that was withdrawn or deleted since is left out, although the
    /// list still holds it.
    /// </summary>
    public async Task<Dictionary<string, Article>> Find(IReadOnlyCollection<FeedItem> items)
    {
        var found = await FindReleased(items.ToDictionary(item => item.Id, item => item.Version));
        return found.Values.Where(article => article.IsPublic).ToDictionary(article => article.Id);
    }

    /// <summary>Returns those of some articles that are public or were once, as they are now. One that is not public has no words of the story.</summary>
    /// <param name="versions">By id: the version that the caller knows to exist; 0 if it knows none.</param>
    public async Task<Dictionary<string, Article>> FindReleased(IReadOnlyDictionary<string, int> versions)
    {
        var found = new Dictionary<string, Article>();
        List<string> missing = [];
        foreach (var (id, version) in versions)
            if (_cache.TryGetValue(id, out Article? article) && article!.Version >= version) found.Add(id, article);
            else missing.Add(id);
        if (missing.Count == 0) return found;
        var drops = missing.ToDictionary(id => id, id => Interlocked.Read(ref DropsOf(id)));
        foreach (var document in await store.FindDocuments(missing))
            if (Lean(ArticleDocuments.Read(document)) is { } article)
                found[article.Id] = Keep(article, drops[article.Id]);
        return found;
    }

    /// <summary>Returns an article that is public or was once, as <see cref="FindReleased(IReadOnlyDictionary{string, int})"/> does; null for any other.</summary>
    public async ValueTask<Article?> FindReleased(string id, int version) =>
        _cache.TryGetValue(id, out Article? article) && article!.Version >= version
            ? article
            : (await FindReleased(new Dictionary<string, int> { [id] = version })).GetValueOrDefault(id);

    /// <summary>Forgets an article that has changed.</summary>
    public void Drop(string id)
    {
        Interlocked.Increment(ref DropsOf(id));
        _cache.Remove(id);
    }

    public void Dispose() => _cache.Dispose();

    // What changes while it is read may be forgotten before it is kept: then it is not kept.
    private Article Keep(Article article, long drops)
    {
        _cache.Set(article.Id, article, new MemoryCacheEntryOptions { Size = (article.BodyHtml?.Length ?? 0) + FieldCharacters });
        if (Interlocked.Read(ref DropsOf(article.Id)) != drops) _cache.Remove(article.Id);
        return article;
    }

    private ref long DropsOf(string id) => ref _drops[(uint)id.GetHashCode(StringComparison.Ordinal) % _drops.Length];

    /// <summary>
    /// Without what no document shows: above all the body as it was sent, and every word of an article that is not public. Null for one that was never
    /// public. A kill by an earlier hub erased the date of publication, but not the topics.
    /// </summary>
    private static Article? Lean(Article article) => article switch
    {
        { IsPublic: true } => article.ForReaders() with { Body = null, Topics = [], Withdrawal = null },
        { PublishedAt: null } and not { Status: ArticleStatus.Killed, Topics.Count: > 0 } => null,
        _ => new Article
        {
            Id = article.Id, Version = article.Version, Status = article.Status, Newsroom = article.Newsroom, CreatedAt = article.CreatedAt,
            UpdatedAt = article.Withdrawal?.At ?? article.UpdatedAt, PublishedAt = article.PublishedAt,
            Withdrawal = article is { Status: ArticleStatus.Withheld, Withdrawal: { } withdrawal } ? withdrawal with { Key = null, Reason = "" } : null,
        },
    };
}
