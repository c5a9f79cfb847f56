using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace NewsHub.EndToEndTests.Browsing;

/// <summary>Page object for the pages of the hub; records console errors and page loads.</summary>
internal sealed class Reader
{
    private readonly ConcurrentQueue<string> _consoleErrors = [];
    private int _loads;
    private int _sockets;
    private int _streams;

    private Reader(IPage page)
    {
        Page = page;
        page.DOMContentLoaded += (_, _) => Interlocked.Increment(ref _loads);
        page.WebSocket += (_, _) => Interlocked.Increment(ref _sockets);
        page.Response += (_, response) =>
        {
            if (response.Url.Contains("/live/events", StringComparison.Ordinal)) Interlocked.Increment(ref _streams);
        };
        page.PageError += (_, error) => _consoleErrors.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") _consoleErrors.Enqueue(message.Text);
        };
    }

    public IPage Page { get; }

    /// <summary>Console errors, content security policy violations and uncaught exceptions.</summary>
    public IReadOnlyCollection<string> ConsoleErrors => _consoleErrors;

    /// <summary>The number of page loads.</summary>
    public int Loads => Volatile.Read(ref _loads);

    /// <summary>The number of WebSockets that the page has opened.</summary>
    public int Sockets => Volatile.Read(ref _sockets);

    /// <summary>The number of event streams that the hub has answered.</summary>
    public int Streams => Volatile.Read(ref _streams);

    public ILocator Banner => Page.Locator("breaking-banner li");

    public ILocator Headlines => Page.Locator("article-list .teaser h2");

    /// <summary>The headlines of the latest articles on the front page.</summary>
    public ILocator LatestHeadlines => Page.Locator("latest-column [data-slot=headline]");

    public ILocator NewArticles => Page.Locator("article-list .new-updates");

    public ILocator Rising => Page.Locator("live-ranking[data-ranking=rising] li a");

    public ILocator ReadCount => Page.Locator("read-count");

    public ILocator VeryGood => Page.Locator("reaction-button button");

    public ILocator Main => Page.Locator("main");

    public ILocator ConnectionDot => Page.Locator("connection-dot");

    /// <summary>Opens a page and waits until it is live.</summary>
    public static async Task<Reader> Open(Chromium browser, Uri hub, string path, int width = 1280, int height = 800)
    {
        var reader = new Reader(await browser.NewPage(hasScript: true, width, height));
        await reader.Page.GotoAsync(new Uri(hub, path).ToString());
        await reader.WaitForState("Live");
        return reader;
    }

    /// <summary>Opens a page with JavaScript disabled; returns the status of the response.</summary>
    public static async Task<(Reader Reader, int Status)> OpenWithoutScript(Chromium browser, Uri hub, string path)
    {
        var reader = new Reader(await browser.NewPage(hasScript: false));
        var response = await reader.Page.GotoAsync(new Uri(hub, path).ToString());
        return (reader, response!.Status);
    }

    /// <summary>Waits until the connection dot shows the state.</summary>
    public Task WaitForState(string state) => Assertions.Expect(ConnectionDot).ToContainTextAsync(state);
}
