using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using NewsHub.Syndication.Feeds;
using NewsHub.Wire;

namespace NewsHub.Syndication.Documents;

/// <summary>
/// Rendered documents in bounded memory. A document is rendered once for a state of its source, however many requests arrive meanwhile, and never served
/// when a withdrawal may have changed it since.
/// </summary>
internal sealed class DocumentCache(FeedIndex index, WallClock clock) : IDisposable
{
    /// <summary>Bytes in memory: 128 MB, about 250 documents of 50 articles of 5 KB, which take 0.5 MB with their compressed forms.</summary>
    private const long MaxBytes = 128L * 1024 * 1024;

    /// <summary>The compressed forms of a document take together at most as much as the document.</summary>
    private const int Forms = 2;

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = MaxBytes });
    private readonly ConcurrentDictionary<(DocumentKey Key, object Source), Lazy<Task<Document>>> _rendering = [];

    /// <summary>Returns the document for the current state of its source.</summary>
    /// <param name="current">Reads the current state. The document is current while this returns the same reference.</param>
    public async Task<Document> Get<T>(DocumentKey key, Func<ValueTask<T>> current, Func<T, Task<Document>> render) where T : class
    {
        while (true)
        {
            var erasures = index.Erasures;
            var source = await current();
            if (_cache.TryGetValue(key, out Document? kept) && ReferenceEquals(kept!.Source, source) && kept.ValidUntil > clock.Now) return kept;
            var document = await _rendering.GetOrAdd((key, source), _ => new Lazy<Task<Document>>(() => Render(key, source, render))).Value;
            // An update that came meanwhile may wait for the next request, a withdrawal may not.
            if (index.Erasures == erasures || ReferenceEquals(await current(), source)) return document;
        }
    }

    /// <summary>Forgets all documents: something was withdrawn, which may be in any of them.</summary>
    public void Clear() => _cache.Clear();

    public void Dispose() => _cache.Dispose();

    private async Task<Document> Render<T>(DocumentKey key, T source, Func<T, Task<Document>> render) where T : class
    {
        try
        {
            var erasures = index.Erasures;
            var document = await render(source);
            _cache.Set(key, document, new MemoryCacheEntryOptions { Size = (long)document.Bytes.Length * Forms });
            if (index.Erasures != erasures) _cache.Remove(key);
            return document;
        }
        finally
        {
            _rendering.TryRemove((key, source), out _);
        }
    }
}
