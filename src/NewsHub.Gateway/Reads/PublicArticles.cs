using System.Collections.Concurrent;
using NewsHub.Wire;

namespace NewsHub.Gateway.Reads;

/// <summary>
/// Whether an article is public, asked of the store once per article and few seconds. It may be wrong for that long after a withdrawal;
/// the counter, which knows, then counts nothing.
/// </summary>
public sealed class PublicArticles(IWireStore store, TimeProvider time)
{
    /// <summary>Most articles remembered: 10,000 × about 200 bytes = 2 MB.</summary>
    private const int MaxRemembered = 10_000;

    private static readonly TimeSpan Life = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _until = [];

    public async ValueTask<bool> Contains(string articleId, CancellationToken stopping = default)
    {
        if (_until.TryGetValue(articleId, out var until) && time.GetUtcNow() < until) return true;
        if (await store.FindPublic(articleId, stopping) is null)
        {
            _until.TryRemove(articleId, out _);
            return false;
        }
        if (_until.Count >= MaxRemembered) _until.Clear();
        _until[articleId] = time.GetUtcNow() + Life;
        return true;
    }
}
