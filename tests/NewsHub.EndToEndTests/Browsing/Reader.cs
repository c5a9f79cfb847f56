using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace NewsHub.EndToEndTests.Browsing;

/// <summary>A page of the hub as a reader uses it, and whatever the browser's console complains of meanwhile.</summary>
internal sealed class Reader
{
    private readonly ConcurrentQueue<string> _complaints = [];
    private int _loads;

    private Reader(IPage page)
    {
        Page = page;
        page.DOMContentLoaded += (_, _) => Interlocked.Increment(ref _loads);
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Console += (_, line) =>
        {
            if (line.Type == "error") _complaints.Enqueue(line.Text);
        };
    }

    public IPage Page { get; }

    /// <summary>Console errors, broken content policies and uncaught exceptions.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>How often the page was loaded: once, where what is live is live.</summary>
    public int Loads => Volatile.Read(ref _loads);

    public ILocator Banner => Page.Locator("breaking-banner li");

    public ILocator Headlines => Page.Locator("article-list .teaser h2");

    public ILocator Rising => Page.Locator("live-ranking[data-ranking=rising] li a");

    public ILocator ReadCount => Page.Locator("read-count");

    public ILocator VeryGood => Page.Locator("reaction-button button");

    public ILocator Main => Page.Locator("main");

    public ILocator Dot => Page.Locator("connection-dot");

    /// <summary>A page that is live.</summary>
    public static async Task<Reader> Open(Chromium browser, Uri hub, string path)
    {
        var reader = new Reader(await browser.NewPage(hasScript: true));
        await reader.Page.GotoAsync(new Uri(hub, path).ToString());
        await reader.Is("Live");
        return reader;
    }

    /// <summary>The same page in a browser that runs no script, with the answer's status.</summary>
    public static async Task<(Reader Reader, int Status)> OpenPlain(Chromium browser, Uri hub, string path)
    {
        var reader = new Reader(await browser.NewPage(hasScript: false));
        var answer = await reader.Page.GotoAsync(new Uri(hub, path).ToString());
        return (reader, answer!.Status);
    }

    /// <summary>Waits until the connection dot says so.</summary>
    public Task Is(string state) => Assertions.Expect(Dot).ToContainTextAsync(state);
}
