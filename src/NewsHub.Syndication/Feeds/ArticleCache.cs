using Microsoft.Extensions.Caching.Memory;
using NewsHub.Articles;
using NewsHub.Wire;

namespace NewsHub.Syndication.Feeds;

/// <summary>The articles of documents, read from the store once per version.</summary>
internal sealed class ArticleCache(IWireStore store, FeedIndex index) : IDisposable
{
    /// <summary>Characters of text in memory: 16 million × 2 B = 32 MB, about 5,000 articles of 3,000 characters.</summary>
    private const int MaxCharacters = 16_000_000;

    /// <summary>What an article weighs beside its text.</summary>
    private const int FieldCharacters = 500;

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = MaxCharacters });

    /// <summary>
    /// Returns the public ones of some articles, at least at the versions of the list. One that was withdrawn or deleted since is left out, although the
    /// list still holds it.
    /// </summary>
    public async Task<Dictionary<string, Article>> Find(IReadOnlyCollection<FeedItem> items)
    {
        var found = new Dictionary<string, Article>();
        List<string> missing = [];
        foreach (var item in items)
            if (_cache.TryGetValue(item.Id, out Article? article) && article!.Version >= item.Version) found.Add(item.Id, article);
            else missing.Add(item.Id);
        if (missing.Count == 0) return found;
        var erasures = index.Erasures;
        foreach (var document in await store.FindDocuments(missing))
            if (ArticleDocuments.Read(document) is { IsPublic: true } article)
                found[article.Id] = Keep(Lean(article), erasures);
        return found;
    }

    /// <summary>Forgets an article that was withdrawn or redacted.</summary>
    public void Drop(string id) => _cache.Remove(id);

    public void Dispose() => _cache.Dispose();

    // What is withdrawn while it is read may be forgotten before it is kept: then it is not kept.
    private Article Keep(Article article, long erasures)
    {
        _cache.Set(article.Id, article, new MemoryCacheEntryOptions { Size = (article.BodyHtml?.Length ?? 0) + FieldCharacters });
        if (index.Erasures != erasures) _cache.Remove(article.Id);
        return article;
    }

    /// <summary>Without what no document shows: above all the body as it was sent.</summary>
    private static Article Lean(Article article) => article.ForReaders() with { Body = null, Topics = [], Withdrawal = null };
}
