using System.Text.RegularExpressions;
using NewsHub.EndToEndTests.Browsing;
using NewsHub.EndToEndTests.Recording;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsHub.EndToEndTests.Proxying;

/// <summary>Pages that the proxy keeps.</summary>
public sealed partial class CachedPageTests(ProxiedHub proxied) : IClassFixture<ProxiedHub>
{
    private const int Published = 20;

    [SkippableFact]
    public async Task Reader_of_a_page_from_the_cache_misses_nothing_and_learns_what_was_withdrawn()
    {
        using var newsroom = proxied.OpenNewsroom();
        using var http = new HttpClient { BaseAddress = proxied.Address };
        var first = await newsroom.Publish("Killed while the page is in the cache");
        var before = await Eventually.Is(() => http.GetStringAsync("/latest"), page => page.Contains("Killed while", StringComparison.Ordinal));
        await newsroom.Kill(first.Id);
        var receipts = await Task.WhenAll(Enumerable.Range(0, Published).Select(n => newsroom.Publish($"Later story {n}")));

        var cached = await http.GetStringAsync("/latest");

        Assert.Equal(CursorIn(before), CursorIn(cached));
        await using var reader = new EventRecorder(proxied.Address);
        reader.Tape.StartAt(CursorIn(cached));
        using var stop = new CancellationTokenSource();
        var reading = reader.Read(stop.Token);
        await Eventually.Is(() => reading.IsCompleted || reader.Tape.Count > Published);
        await stop.CancelAsync();
        await reading;
        Assert.Equal(("killed", first.Id), (reader.Tape.Entries[0].Kind, reader.Tape.Entries[0].Article.Id));
        Assert.Equal(receipts.Select(receipt => receipt.Cursor).Order(), reader.Tape.Entries.Skip(1).Select(entry => entry.Cursor).Order());

        var later = await Eventually.Is(() => http.GetStringAsync("/latest"), page => CursorIn(page) != CursorIn(before));
        Assert.DoesNotContain("Killed while", later, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Open_page_gets_a_correction_although_the_cache_holds_the_page_before_it()
    {
        Chromium.Require();
        using var newsroom = proxied.OpenNewsroom();
        var story = await newsroom.Publish("Corrected behind a cache", summary: "It left on Monday.");
        var browser = new Chromium();
        await browser.InitializeAsync();
        try
        {
            var reader = await Reader.Open(browser, proxied.Address, $"/articles/{story.Id}");
            await newsroom.Correct(story.Id, "Corrected behind a cache", "It was not Monday.", summary: "It left on Tuesday.");
            await Expect(reader.Main).ToContainTextAsync("It left on Tuesday.");
        }
        finally
        {
            await browser.DisposeAsync();
        }
    }

    private static string CursorIn(string page) => CursorAttribute().Match(page).Groups[1].Value;

    [GeneratedRegex("data-cursor=\"([^\"]+)\"")]
    private static partial Regex CursorAttribute();
}
