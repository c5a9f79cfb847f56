using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NewsHub.Articles;
using NewsHub.Articles.Latest;
using NewsHub.Http;
using NewsHub.Web.Pages;
using NewsHub.Wire;

namespace NewsHub.Web.Caching;

/// <summary>
/// Renders each page once for all who ask for it, until an entry changes what it shows or five seconds have passed. A withdrawal or redaction drops
/// all pages, since any of them may link to the article.
/// </summary>
internal sealed class PageCache : IDisposable
{
    /// <summary>Maximum number of pages: with their addresses, at most 8 KB each, 8 MB.</summary>
    private const int MaxPages = 1_000;

    /// <summary>Maximum bytes of all pages without compression: 64 MB, and about half as much for their compressed forms.</summary>
    private const long MaxBytes = 64 << 20;

    /// <summary>After this time rankings, counts and times are rendered anew. Browsers learn of them at once, through the wire.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, CachedPage> _pages = new(StringComparer.Ordinal);
    private readonly LatestArticles _latest;
    private readonly PageRenderer _renderer;
    private readonly SiteOptions _site;
    private readonly TimeProvider _time;

    public PageCache(LatestArticles latest, PageRenderer renderer, IOptions<SiteOptions> site, TimeProvider time)
    {
        (_latest, _renderer, _site, _time) = (latest, renderer, site.Value, time);
        latest.Applied += DropChanged;
    }

    /// <summary>Returns the page of an address, or what is shown in its place, which is not kept.</summary>
    /// <param name="address">The path of the page, and whatever else it depends on.</param>
    /// <param name="build">Collects what the page shows. It may serve several requests, and is not cancelled with one of them.</param>
    public async Task<IResult> Get(HttpContext http, string address, Func<CancellationToken, Task<IResult>> build)
    {
        var origin = $"{http.Request.Scheme}://{http.Request.Host}";
        var key = _site.PublicUrl is null ? $"{origin} {address}" : address;
        if (!_pages.TryGetValue(key, out var page) || !IsFresh(page))
        {
            if (IsFull) DropOld();
            var fresh = new CachedPage(own => Render(key, own, origin, build), _time.GetTimestamp());
            page = IsFull ? fresh : _pages.AddOrUpdate(key, fresh, (_, known) => IsFresh(known) ? known : fresh); // one that is not kept serves this request only
        }

        return await page.Result.WaitAsync(http.RequestAborted);
    }

    public void Dispose() => _latest.Applied -= DropChanged;

    private async Task<IResult> Render(string key, CachedPage page, string origin, Func<CancellationToken, Task<IResult>> build)
    {
        var isKept = false;
        try
        {
            var built = await build(CancellationToken.None);
            if (built is not Page content) return built;
            var html = await _renderer.Render(content, origin);
            isKept = page.Complete(html.Length, content.Topics);
            return new PublicPage(new PrecompressedContent(html, "text/html; charset=utf-8", CompressionLevel.Optimal), CacheTags.Of(content.Topics));
        }
        finally
        {
            if (!isKept) Drop(key, page);
        }
    }

    private void DropChanged(IReadOnlyList<Entry> entries)
    {
        foreach (var (key, page) in _pages)
            if (entries.Any(page.IsChangedBy))
                Drop(key, page);
    }

    private void DropOld()
    {
        foreach (var (key, page) in _pages)
            if (!IsFresh(page))
                Drop(key, page);
    }

    private void Drop(string key, CachedPage page) => _pages.TryRemove(KeyValuePair.Create(key, page));

    private bool IsFull => _pages.Count >= MaxPages || _pages.Sum(page => (long)page.Value.Length) >= MaxBytes;

    private bool IsFresh(CachedPage page) => _time.GetElapsedTime(page.StartedAt) < MaxAge;
}
