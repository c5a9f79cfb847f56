using System.Collections.Concurrent;
using NewsHub.Wire;

namespace NewsHub.Trending.Counting;

/// <summary>
/// Caches which articles are public, so that a request for an invented id reaches no grain. An answer may be stale for up to 5 seconds after a
/// withdrawal; the article's counter then rejects the call.
/// </summary>
public sealed class PublicArticles(IWireStore store, TimeProvider time)
{
    /// <summary>Maximum cached articles: 10,000 × about 200 bytes = 2 MB. Invented ids are not cached.</summary>
    private const int MaxRemembered = 10_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _publicUntil = new(StringComparer.Ordinal);

    public async ValueTask<bool> Contains(string articleId, CancellationToken stopping = default)
    {
        if (_publicUntil.TryGetValue(articleId, out var until) && time.GetUtcNow() < until) return true;
        if (await store.FindPublic(articleId, stopping) is null)
        {
            _publicUntil.TryRemove(articleId, out _);
            return false;
        }
        if (_publicUntil.Count >= MaxRemembered) _publicUntil.Clear();
        _publicUntil[articleId] = time.GetUtcNow() + Lifetime;
        return true;
    }
}
