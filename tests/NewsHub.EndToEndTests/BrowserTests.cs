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
    public async Task Publish_correct_and_kill_reach_two_browsers_without_a_reload()
    {
        Chromium.Require();
        using var newsroom = Hub.OpenNewsroom();
        var one = await Reader.Open(browser, Hub.Address, "/");
        var other = await Reader.Open(browser, Hub.Address, "/");

        var story = await newsroom.PublishAlert("Harbour bridge closed after a barge struck it");
        await Task.WhenAll(ExpectInBanner(one, "Harbour bridge closed"), ExpectInBanner(other, "Harbour bridge closed"));

        await newsroom.Correct(story.Id, "Harbour bridge closed after a tug struck it", "It was a tug, not a barge.");
        await Task.WhenAll(ExpectInBanner(one, "after a tug"), ExpectInBanner(other, "after a tug"));
        Assert.Equal(1, await one.Banner.CountAsync());

        await newsroom.Kill(story.Id);
        await Task.WhenAll(Expect(one.Banner).ToHaveCountAsync(0), Expect(other.Banner).ToHaveCountAsync(0));
        foreach (var reader in (Reader[])[one, other]) await Expect(reader.Page.Locator("body")).Not.ToContainTextAsync("Harbour bridge");
        using var gone = await newsroom.Http.GetAsync($"/articles/{story.Id}");
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        Assert.DoesNotContain("Harbour bridge", await gone.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        AssertNoErrorsAndOneLoad(one, other);
    }

    [SkippableTheory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Page_has_one_WebSocket_and_an_event_stream_only_where_WebSockets_are_blocked(bool refusesWebSockets, int streams)
    {
        Chromium.Require();
        using var newsroom = Hub.OpenNewsroom();
        await using var proxy = new HubProxy(Hub.Address) { RefusesWebSockets = refusesWebSockets };
        var reader = await Reader.Open(browser, proxy.Address, "/");
        var headline = $"Over {streams} event streams";
        await newsroom.Publish(headline);
        await ExpectListed(reader, headline);
        Assert.Equal((1, streams), (reader.Sockets, reader.Streams));
    }

    [SkippableFact]
    public async Task Reads_and_reactions_in_one_browser_reorder_the_ranking_in_another()
    {
        Chromium.Require();
        using var newsroom = Hub.OpenNewsroom();
        var first = await newsroom.Publish("Choir fills the old granary", "opinion");
        var second = await newsroom.Publish("Night trains return to the coast", "opinion");
        foreach (var reader in (string[])["a", "b"]) await newsroom.Read(first.Id, reader);
        await newsroom.Read(second.Id, "a");
        var watching = await Reader.Open(browser, Hub.Address, "/sections/opinion"); // a ranking that other tests do not touch
        await Expect(watching.Rising.Nth(0)).ToHaveTextAsync("Choir fills the old granary");

        var reading = await Reader.Open(browser, Hub.Address, $"/articles/{second.Id}");
        foreach (var reader in (string[])["b", "c", "d"]) await newsroom.Read(second.Id, reader);
        await reading.VeryGood.ClickAsync();

        await Expect(watching.Rising.Nth(0)).ToHaveTextAsync("Night trains return to the coast");
        await Expect(reading.VeryGood).ToContainTextAsync("1");
        await Expect(reading.ReadCount).ToContainTextAsync("5");
        AssertNoErrorsAndOneLoad(watching, reading);
    }

    [SkippableFact]
    public async Task Ranking_shows_its_explanation_and_page_sends_impressions()
    {
        Chromium.Require();
        using var newsroom = Hub.OpenNewsroom();
        var watching = await Reader.Open(browser, Hub.Address, "/");
        var story = await newsroom.Publish("Tram line reaches the lighthouse");
        var impression = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watching.Page.Request += (_, request) =>
        {
            // Each ranking sends its own impressions; "today" also shows this article.
            if (request.Url.EndsWith("/api/impressions", StringComparison.Ordinal) && request.PostData is { } beacon
                && beacon.Contains("\"ranking\":\"rising\"", StringComparison.Ordinal) && beacon.Contains(story.Id, StringComparison.Ordinal))
                impression.TrySetResult();
        };
        foreach (var reader in (string[])["a", "b", "c"]) await newsroom.Read(story.Id, reader);
        var place = watching.Page.Locator($"live-ranking[data-ranking=rising] li[data-article='{story.Id}']");
        await Expect(place).ToHaveCountAsync(1);
        await place.Locator("summary").FocusAsync();
        await watching.Page.Keyboard.PressAsync("Enter");
        await Expect(place.Locator("details")).ToHaveAttributeAsync("open", "");
        await Expect(place.Locator("[data-slot=why]")).ToContainTextAsync("recently");
        await place.ScrollIntoViewIfNeededAsync();
        await impression.Task.WaitAsync(TimeSpan.FromSeconds(60));
        AssertNoErrorsAndOneLoad(watching);
    }

    [SkippableFact]
    public async Task Open_article_page_shows_a_correction_and_removes_a_killed_article()
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
        AssertNoErrorsAndOneLoad(reader);
    }

    [SkippableFact]
    public async Task Page_shows_offline_when_the_hub_stops_and_catches_up_after_a_restart()
    {
        Chromium.Require();
        await using var hub = await HubProcess.StartFresh();
        using var newsroom = hub.OpenNewsroom();
        await newsroom.Publish("The presses stand still");
        var reader = await Reader.Open(browser, hub.Address, "/");

        await hub.Kill();
        await reader.WaitForState("Offline");
        await hub.Restart();
        await newsroom.Publish("The presses roll again");

        await reader.WaitForState("Live");
        await Expect(reader.LatestHeadlines).ToHaveTextAsync(["The presses roll again", "The presses stand still"]);
        Assert.Equal(1, reader.Loads);
        // The browser logs every failed connection attempt, and an answer that the kill cut short; there are no other errors.
        Assert.NotEmpty(reader.ConsoleErrors);
        Assert.All(reader.ConsoleErrors, error => Assert.Contains("net::ERR_", error, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Page_catches_up_after_a_proxy_answered_in_place_of_the_hub()
    {
        Chromium.Require();
        await using var proxy = new HubProxy(Hub.Address) { RefusesWebSockets = true };
        using var newsroom = Hub.OpenNewsroom();
        await newsroom.Publish("The gate stands open", "science");
        var reader = await Reader.Open(browser, proxy.Address, "/sections/science");

        proxy.Answer = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 14\r\nConnection: close\r\n\r\n<h1>Sorry</h1>";
        proxy.AbortConnections();
        await reader.WaitForState("Offline");
        await newsroom.Publish("The gate was shut for an hour", "science");
        proxy.Answer = null;

        await reader.WaitForState("Live");
        await reader.NewArticles.ClickAsync();
        await Expect(reader.Headlines).ToHaveTextAsync(["The gate was shut for an hour", "The gate stands open"]);
        Assert.Equal(1, reader.Loads);
    }

    [SkippableFact]
    public async Task Script_of_another_site_reads_the_API_and_the_event_stream()
    {
        Chromium.Require();
        using var newsroom = Hub.OpenNewsroom();
        var story = await newsroom.Publish("Lighthouse keeper retires");
        await using var otherSite = new StaticSite("<title>Elsewhere</title>");
        var page = await browser.NewPage(hasScript: true);
        await page.GotoAsync(otherSite.Address.ToString());
        var hub = Hub.Address.ToString().TrimEnd('/');

        var tag = await page.EvaluateAsync<string>(
            "async (url) => (await fetch(url, { headers: { 'If-None-Match': '\"0\"' } })).headers.get('ETag')", $"{hub}/api/articles/{story.Id}");
        var type = await page.EvaluateAsync<string>(
            "async (url) => { const stop = new AbortController(); const answer = await fetch(url, { headers: { 'Last-Event-ID': 'x', 'Cache-Control': 'no-cache' }, signal: stop.signal }); stop.abort(); return answer.headers.get('content-type'); }",
            $"{hub}/live/events");
        var events = await page.EvaluateAsync<string[]>(
            "(url) => new Promise((done) => { const seen = []; const source = new EventSource(url); for (const name of ['reset', 'live']) source.addEventListener(name, () => { seen.push(name); if (name === 'live') { source.close(); done(seen); } }); })",
            $"{hub}/live/events?lastEventId=of-another-server");
        var reason = await page.EvaluateAsync<string>("async (url) => (await fetch(url)).status + ''", $"{hub}/api/articles?limit=0");

        Assert.Equal("\"1\"", tag);
        Assert.Equal("text/event-stream", type);
        Assert.Equal(["reset", "live"], events);
        Assert.Equal("400", reason);
    }

    [SkippableFact]
    public async Task Example_page_of_the_client_README_shows_breaking_news_on_another_origin()
    {
        Chromium.Require();
        using var newsroom = Hub.OpenNewsroom();
        var readme = await File.ReadAllTextAsync(Repository.PathOf("src/newshub-client/README.md"));
        var lines = readme.Split("```html\n")[1].Split("```")[0].TrimEnd().Split('\n');
        Assert.True(lines.Length <= 10, $"It has {lines.Length} lines.");
        await using var otherSite = new StaticSite(string.Join('\n', lines).Replace("https://hub.example", Hub.Address.ToString().TrimEnd('/'), StringComparison.Ordinal));
        var before = await newsroom.PublishAlert("Ferry aground before the pier");
        var page = await browser.NewPage(hasScript: true);
        await page.GotoAsync(otherSite.Address.ToString());
        var news = page.Locator("#list li");
        await Expect(news.Filter(new() { HasText = "Ferry aground before the pier" })).ToHaveCountAsync(1);

        var after = await newsroom.PublishAlert("Tug on its way to the ferry");
        await Expect(news.First).ToHaveTextAsync("Tug on its way to the ferry");
        await newsroom.Correct(before.Id, "Ferry aground beside the pier", "Beside, not before.");
        await Expect(news.Filter(new() { HasText = "Ferry aground" })).ToHaveTextAsync("Ferry aground beside the pier");
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
            await Expect(await OpenWithoutScript(path, HttpStatusCode.OK)).ToContainTextAsync("Orchard opens to walkers");
        await Expect((await OpenWithoutScript($"/articles/{story.Id}", HttpStatusCode.OK)).Locator("nav.breadcrumb")).ToContainTextAsync("Culture");
        foreach (var path in (string[])["/sections/unknown", "/articles/unknown"])
            await Expect((await OpenWithoutScript(path, HttpStatusCode.NotFound)).Locator("h1")).ToHaveTextAsync("Page not found");
        await Expect((await OpenWithoutScript($"/articles/{killed.Id}", HttpStatusCode.Gone)).Locator("h1")).ToHaveTextAsync("This article has been withdrawn");
    }

    private static Task ExpectListed(Reader reader, string text) => Expect(reader.LatestHeadlines.Filter(new() { HasText = text })).ToHaveCountAsync(1);

    private static Task ExpectInBanner(Reader reader, string text) => Expect(reader.Banner.First).ToContainTextAsync(text);

    /// <summary>The pages were updated without a reload and logged no console errors.</summary>
    private static void AssertNoErrorsAndOneLoad(params Reader[] readers) => Assert.All(readers, reader =>
    {
        Assert.Empty(reader.ConsoleErrors);
        Assert.Equal(1, reader.Loads);
    });

    private async Task<ILocator> OpenWithoutScript(string path, HttpStatusCode status)
    {
        var (reader, actual) = await Reader.OpenWithoutScript(browser, Hub.Address, path);
        Assert.Equal((int)status, actual);
        return reader.Main;
    }
}
