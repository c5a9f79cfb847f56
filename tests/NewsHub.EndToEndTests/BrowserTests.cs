using System.Diagnostics;
using System.Net;
using Microsoft.Playwright;
using NewsHub.EndToEndTests.Browsing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsHub.EndToEndTests;

public sealed class BrowserTests(Chromium browser, RunningHub running) : IClassFixture<Chromium>, IClassFixture<RunningHub>
{
    private HubProcess Hub => running.Hub;

    [SkippableFact]
    public async Task Breaking_news_its_correction_and_its_kill_reach_two_browsers_without_a_reload()
    {
        Chromium.Require();
        using var newsroom = Hub.OpenNewsroom();
        var one = await Reader.Open(browser, Hub.Address, "/");
        var other = await Reader.Open(browser, Hub.Address, "/");

        await newsroom.Publish("Morning papers are out"); // the first of a fresh process also compiles the way
        await Task.WhenAll(Lists(one, "Morning papers"), Lists(other, "Morning papers"));

        var story = await newsroom.Break("Harbour bridge closed after a barge struck it");
        var sent = Stopwatch.StartNew();
        await Task.WhenAll(Shows(one, "Harbour bridge closed"), Shows(other, "Harbour bridge closed"));
        Assert.True(sent.Elapsed < TimeSpan.FromSeconds(1), $"It took {sent.Elapsed.TotalMilliseconds:0} ms.");

        await newsroom.Correct(story.Id, "Harbour bridge closed after a tug struck it", "It was a tug, not a barge.");
        await Task.WhenAll(Shows(one, "after a tug"), Shows(other, "after a tug"));
        Assert.Equal(1, await one.Banner.CountAsync());

        await newsroom.Kill(story.Id);
        await Task.WhenAll(Expect(one.Banner).ToHaveCountAsync(0), Expect(other.Banner).ToHaveCountAsync(0));
        foreach (var reader in (Reader[])[one, other]) await Expect(reader.Main).Not.ToContainTextAsync("Harbour bridge");
        using var gone = await newsroom.Http.GetAsync($"/articles/{story.Id}");
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        Assert.DoesNotContain("Harbour bridge", await gone.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        IsQuiet(one, other);
    }

    [SkippableFact]
    public async Task Reads_and_reactions_in_one_browser_reorder_the_ranking_in_the_other()
    {
        Chromium.Require();
        using var newsroom = Hub.OpenNewsroom();
        var first = await newsroom.Publish("Choir fills the old granary");
        var second = await newsroom.Publish("Night trains return to the coast");
        foreach (var reader in (string[])["a", "b"]) await newsroom.Read(first.Id, reader);
        await newsroom.Read(second.Id, "a");
        var watching = await Reader.Open(browser, Hub.Address, "/");
        await Expect(watching.Rising.Nth(0)).ToHaveTextAsync("Choir fills the old granary");

        var reading = await Reader.Open(browser, Hub.Address, $"/articles/{second.Id}");
        foreach (var reader in (string[])["b", "c", "d"]) await newsroom.Read(second.Id, reader);
        await reading.VeryGood.ClickAsync();

        await Expect(watching.Rising.Nth(0)).ToHaveTextAsync("Night trains return to the coast");
        await Expect(reading.VeryGood).ToContainTextAsync("1");
        await Expect(reading.ReadCount).ToContainTextAsync("5");
        IsQuiet(watching, reading);
    }

    [SkippableFact]
    public async Task A_place_says_why_it_is_there_and_what_was_in_view_is_told()
    {
        Chromium.Require();
        using var newsroom = Hub.OpenNewsroom();
        var watching = await Reader.Open(browser, Hub.Address, "/");
        var story = await newsroom.Publish("Tram line reaches the lighthouse");
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watching.Page.Request += (_, request) =>
        {
            // Each ranking of the page tells of its own places, and "today" shows this article, too.
            if (request.Url.EndsWith("/api/impressions", StringComparison.Ordinal) && request.PostData is { } beacon
                && beacon.Contains("\"ranking\":\"rising\"", StringComparison.Ordinal) && beacon.Contains(story.Id, StringComparison.Ordinal))
                told.TrySetResult();
        };
        foreach (var reader in (string[])["a", "b", "c"]) await newsroom.Read(story.Id, reader);
        var place = watching.Page.Locator($"live-ranking[data-ranking=rising] li[data-article='{story.Id}']");
        await Expect(place).ToHaveCountAsync(1);
        await place.Locator("summary").FocusAsync();
        await watching.Page.Keyboard.PressAsync("Enter");
        await Expect(place.Locator("details")).ToHaveAttributeAsync("open", "");
        await Expect(place.Locator("[data-slot=why]")).ToContainTextAsync("of late");
        await place.ScrollIntoViewIfNeededAsync();
        await told.Task.WaitAsync(TimeSpan.FromSeconds(60));
        IsQuiet(watching);
    }

    [SkippableFact]
    public async Task A_correction_changes_the_article_that_is_being_read_and_a_kill_takes_it_away()
    {
        Chromium.Require();
        using var newsroom = Hub.OpenNewsroom();
        var story = await newsroom.Publish("Museum finds nine lost maps");
        var reader = await Reader.Open(browser, Hub.Address, $"/articles/{story.Id}");

        await newsroom.Correct(story.Id, "Museum finds eight lost maps", "There were eight maps.");
        await Expect(reader.Page.Locator("article h1")).ToHaveTextAsync("Museum finds eight lost maps");
        await Expect(reader.Main).ToContainTextAsync("There were eight maps.");

        await newsroom.Kill(story.Id);
        await Expect(reader.Main).Not.ToContainTextAsync("lost maps");
        IsQuiet(reader);
    }

    [SkippableFact]
    public async Task A_page_tells_when_the_hub_is_gone_and_catches_up_when_it_is_back()
    {
        Chromium.Require();
        await using var hub = await HubProcess.StartFresh();
        using var newsroom = hub.OpenNewsroom();
        await newsroom.Publish("The presses stand still");
        var reader = await Reader.Open(browser, hub.Address, "/");

        await hub.Kill();
        await reader.Is("Offline");
        await hub.Restart();
        await newsroom.Publish("The presses roll again");

        await reader.Is("Live");
        await Expect(reader.Headlines).ToHaveTextAsync(["The presses roll again", "The presses stand still"]);
        Assert.Equal(1, reader.Loads);
        // The browser itself says of each try that nobody answers, and nothing else is wrong.
        Assert.NotEmpty(reader.Complaints);
        Assert.All(reader.Complaints, complaint => Assert.Contains("net::ERR_CONNECTION_", complaint, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task The_page_in_the_clients_README_shows_breaking_news_on_another_site()
    {
        Chromium.Require();
        using var newsroom = Hub.OpenNewsroom();
        var readme = await File.ReadAllTextAsync(HubProcess.PathOf("src/newshub-client/README.md"));
        var lines = readme.Split("```html\n")[1].Split("```")[0].TrimEnd().Split('\n');
        Assert.True(lines.Length <= 10, $"It has {lines.Length} lines.");
        await using var elsewhere = new Elsewhere(string.Join('\n', lines).Replace("https://hub.example", Hub.Address.ToString().TrimEnd('/'), StringComparison.Ordinal));
        var before = await newsroom.Break("Ferry aground before the pier");
        var page = await browser.NewPage(hasScript: true);
        await page.GotoAsync(elsewhere.Address.ToString());
        var news = page.Locator("#news li");
        await Expect(news.Filter(new() { HasText = "Ferry aground before the pier" })).ToHaveCountAsync(1);

        var after = await newsroom.Break("Tug on its way to the ferry");
        await Expect(news.First).ToHaveTextAsync("Tug on its way to the ferry");
        await newsroom.Correct(before.Id, "Ferry aground beside the pier", "Beside, not before.");
        await Expect(news.First).ToHaveTextAsync("Ferry aground beside the pier");
        foreach (var id in (string[])[before.Id, after.Id]) await newsroom.Kill(id);
        await Expect(news.Filter(new() { HasText = "ferry" })).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task Pages_are_complete_without_script()
    {
        Chromium.Require();
        using var newsroom = Hub.OpenNewsroom();
        var story = await newsroom.Publish("Orchard opens to walkers", section: "culture");
        var killed = await newsroom.Publish("This never happened");
        await newsroom.Kill(killed.Id);

        foreach (var path in (string[])["/", "/sections/culture", $"/articles/{story.Id}"])
            await Expect(await Plain(path, HttpStatusCode.OK)).ToContainTextAsync("Orchard opens to walkers");
        await Expect((await Plain($"/articles/{story.Id}", HttpStatusCode.OK)).Locator("nav.breadcrumb")).ToContainTextAsync("Culture");
        foreach (var path in (string[])["/sections/unknown", "/articles/unknown"])
            await Expect((await Plain(path, HttpStatusCode.NotFound)).Locator("h1")).ToHaveTextAsync("Page not found");
        await Expect((await Plain($"/articles/{killed.Id}", HttpStatusCode.Gone)).Locator("h1")).ToHaveTextAsync("This article was killed");
    }

    private static Task Lists(Reader reader, string text) => Expect(reader.Headlines.Filter(new() { HasText = text })).ToHaveCountAsync(1);

    private static Task Shows(Reader reader, string text) => Expect(reader.Banner.First).ToContainTextAsync(text);

    /// <summary>What is live changed where it stood, and the browser had nothing to say about it.</summary>
    private static void IsQuiet(params Reader[] readers) => Assert.All(readers, reader =>
    {
        Assert.Empty(reader.Complaints);
        Assert.Equal(1, reader.Loads);
    });

    private async Task<ILocator> Plain(string path, HttpStatusCode status)
    {
        var (reader, answered) = await Reader.OpenPlain(browser, Hub.Address, path);
        Assert.Equal((int)status, answered);
        return reader.Main;
    }
}
