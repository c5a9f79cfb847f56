using Microsoft.Playwright;
using Xunit;

namespace NewsHub.EndToEndTests.Browsing;

/// <summary>The real browser; each reader has a context of their own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    /// <summary>As a reader's browser says it: one without a window counts as a bot.</summary>
    private const string Agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

    private static readonly string[] Switches =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    /// <summary>Milliseconds that a page may take for anything, on a machine that has other things to do.</summary>
    private const float Patience = 30_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Skips the test where Chromium is missing; in CI that is a failure.</summary>
    public static void Require()
    {
        if (File.Exists(Program)) return;
        const string Reason = "Chromium is missing: apt-get install -y chromium";
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", Reason);
        Skip.If(true, Reason);
    }

    public async Task InitializeAsync()
    {
        if (!File.Exists(Program)) return;
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Patience);
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Headless = true, Args = Switches });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>An empty page in a context of its own.</summary>
    public async Task<IPage> NewPage(bool hasScript)
    {
        var context = await (_browser ?? throw new InvalidOperationException("Chromium is missing.")).NewContextAsync(new() { JavaScriptEnabled = hasScript, UserAgent = Agent });
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }
}
