using Microsoft.Playwright;
using Xunit;

namespace NewsHub.EndToEndTests.Browsing;

/// <summary>A headless Chromium; each page gets its own browser context.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    /// <summary>The user agent of a desktop browser, because the hub counts headless browsers as bots.</summary>
    private const string UserAgentString = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

    private static readonly string[] Switches =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    /// <summary>Timeout of page operations in milliseconds; generous for busy machines.</summary>
    private const float TimeoutMilliseconds = 30_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Skips the test when Chromium is missing; fails in CI.</summary>
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
        Assertions.SetDefaultExpectTimeout(TimeoutMilliseconds);
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Headless = true, Args = Switches });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>Opens an empty page in a new browser context.</summary>
    /// <param name="width">Width of the window in pixels.</param>
    /// <param name="height">Height of the window in pixels.</param>
    public async Task<IPage> NewPage(bool hasScript, int width = 1280, int height = 800)
    {
        var context = await (_browser ?? throw new InvalidOperationException("Chromium is missing.")).NewContextAsync(
            new() { JavaScriptEnabled = hasScript, UserAgent = UserAgentString, ViewportSize = new() { Width = width, Height = height } });
        context.SetDefaultTimeout(TimeoutMilliseconds);
        return await context.NewPageAsync();
    }
}
