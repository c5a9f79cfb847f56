using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NewsHub.EndToEndTests.Browsing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsHub.EndToEndTests.Pages;

/// <summary>The lists of <c>/embed.js</c> on a page of another site, with a policy that allows nothing but the hub.</summary>
public sealed class EmbedTests(Chromium browser, RunningHub running) : IClassFixture<Chromium>, IClassFixture<RunningHub>
{
    private HubProcess Hub => running.Hub;

    [SkippableTheory]
    [InlineData("science", null)]
    [InlineData("culture", "signalr")]
    public async Task Lists_on_another_site_follow_the_hub_over_one_connection_without_cookies(string section, string? transport)
    {
        Chromium.Require();
        using var newsroom = Hub.OpenNewsroom();
        var first = await newsroom.Publish($"First of {section}", section);
        await newsroom.Read(first.Id, "a");
        var alert = await newsroom.PublishAlert($"Alert of {section}", section);
        await using var site = await OtherSite.Open(browser, Hub, $"""
            <newshub-breaking {(transport is null ? "" : $"transport={transport}")}></newshub-breaking>
            <newshub-latest section={section} count=3></newshub-latest>
            <newshub-ranking section={section}></newshub-ranking>
            """, allowsSockets: transport is not null);
        await Expect(site.Headlines("newshub-breaking")).ToHaveTextAsync([$"Alert of {section}"]);
        await Expect(site.Headlines("newshub-latest")).ToHaveTextAsync([$"Alert of {section}", $"First of {section}"]);
        await Expect(site.Headlines("newshub-ranking")).ToHaveTextAsync([$"First of {section}"]);
        await site.WaitUntilFollowing(transport is null);

        var second = await newsroom.Publish($"Second of {section}", section);
        await newsroom.Publish($"Third of {section}", section);
        await Expect(site.Headlines("newshub-latest")).ToHaveTextAsync([$"Third of {section}", $"Second of {section}", $"Alert of {section}"]);
        await Expect(site.Headlines("newshub-latest").First).ToHaveAttributeAsync("href", new Regex($"^{Hub.Address}articles/"));
        await newsroom.Correct(second.Id, $"Second of {section}, corrected", "It was wrong.");
        await Expect(site.Headlines("newshub-latest").Nth(1)).ToHaveTextAsync($"Second of {section}, corrected");
        foreach (var reader in (string[])["b", "c"]) await newsroom.Read(second.Id, reader);
        await Expect(site.Headlines("newshub-ranking")).ToHaveTextAsync([$"Second of {section}, corrected", $"First of {section}"]);

        var flash = await newsroom.PublishAlert($"Flash of {section}", section);
        await Expect(site.Page.Locator("newshub-breaking [role=status]")).ToContainTextAsync($"Flash of {section}");
        await Expect(site.Headlines("newshub-breaking")).ToHaveTextAsync([$"Flash of {section}"]);
        await Expect(site.Page.Locator("newshub-breaking [part=more]")).ToHaveTextAsync("1 more");
        foreach (var id in (string[])[flash.Id, alert.Id, second.Id]) await newsroom.Kill(id);
        await Expect(site.Headlines("newshub-latest")).ToHaveTextAsync([$"Third of {section}", $"First of {section}"]);
        await Expect(site.Headlines("newshub-ranking")).ToHaveTextAsync([$"First of {section}"]);
        await Expect(site.Headlines("newshub-breaking")).ToHaveCountAsync(0);
        await Expect(site.Page.Locator("newshub-breaking [role=status]")).ToBeEmptyAsync();

        Assert.Empty(site.ConsoleErrors);
        Assert.Empty(await site.Page.Context.CookiesAsync());
        Assert.Equal(0, await site.Page.EvaluateAsync<int>("() => localStorage.length + sessionStorage.length"));
        Assert.Equal(transport is null ? (1, 0) : (0, 1), (site.Streams, site.Sockets));
    }

    [SkippableFact]
    public async Task Newest_posts_of_a_live_blog_are_listed_on_another_site()
    {
        Chromium.Require();
        using var newsroom = Hub.OpenNewsroom();
        var blog = await LiveBlogDesk.Start(newsroom, "Storm on another site");
        await blog.Post("First post", key: true);
        var second = await blog.Post("Second post");
        await using var site = await OtherSite.Open(browser, Hub, $"<newshub-live article={blog.Article} count=2></newshub-live><newshub-live id=key article={blog.Article} key></newshub-live>");
        await Expect(site.Headlines("newshub-live:not([key])")).ToHaveTextAsync(["Second post", "First post"]);
        await Expect(site.Headlines("#key")).ToHaveTextAsync(["First post"]);
        await site.WaitUntilFollowing(isStream: true);

        await blog.Post("Third post", key: true);
        await Expect(site.Headlines("newshub-live:not([key])")).ToHaveTextAsync(["Third post", "Second post"]);
        await Expect(site.Headlines("#key")).ToHaveTextAsync(["Third post", "First post"]);
        await blog.Send(second, "strike", new { reason = "It was not so." });
        await Expect(site.Page.Locator("newshub-live:not([key]) [part=struck]").Nth(1)).ToHaveTextAsync("Withdrawn:");
        await blog.Remove(second);
        await Expect(site.Headlines("newshub-live:not([key])")).ToHaveTextAsync(["Third post", "First post"]);
        await Expect(site.Headlines("newshub-live:not([key])").First).ToHaveAttributeAsync("href", new Regex($"^{Hub.Address}articles/{blog.Article}/posts/"));
        await newsroom.Kill(blog.Article);
        await Expect(site.Headlines("newshub-live:not([key])")).ToHaveCountAsync(0);
        Assert.Empty(site.ConsoleErrors);
    }

    [SkippableFact]
    public async Task Lists_say_that_the_hub_is_offline_and_follow_it_again_after_a_restart()
    {
        Chromium.Require();
        await using var hub = await HubProcess.StartFresh();
        using var newsroom = hub.OpenNewsroom();
        await newsroom.Publish("Before the restart");
        await using var site = await OtherSite.Open(browser, hub, "<newshub-latest></newshub-latest>");
        await Expect(site.Headlines("newshub-latest")).ToHaveTextAsync(["Before the restart"]);
        await site.WaitUntilFollowing(isStream: true);

        await hub.Kill();
        var state = site.Page.Locator("newshub-latest [part=state]");
        await Expect(state).ToHaveTextAsync("Offline");
        await Expect(state).ToHaveAttributeAsync("title", new Regex("does not answer"));
        await hub.Restart();
        await newsroom.Publish("After the restart");

        await Expect(site.Headlines("newshub-latest")).ToHaveTextAsync(["After the restart", "Before the restart"]);
        await Expect(state).ToBeHiddenAsync();
    }

    [SkippableFact]
    public async Task Updates_move_nothing_around_a_list_or_under_the_mouse_and_a_killed_article_leaves_at_once()
    {
        Chromium.Require();
        using var newsroom = Hub.OpenNewsroom();
        var old = await newsroom.Publish("A row under the mouse", "politics");
        await using var site = await OtherSite.Open(browser, Hub, "<newshub-latest section=politics count=4></newshub-latest><p id=below>Below</p>");
        var list = site.Headlines("newshub-latest");
        await Expect(list).ToHaveTextAsync(["A row under the mouse"]);
        await site.WaitUntilFollowing(isStream: true);
        var below = (await site.Page.Locator("#below").BoundingBoxAsync())!.Y;

        await list.First.HoverAsync();
        var next = await newsroom.Publish("Waits for the mouse", "politics");
        await newsroom.Kill(old.Id);
        await Expect(list).ToHaveCountAsync(0);
        await site.Page.Mouse.MoveAsync(0, 0);
        await Expect(list).ToHaveTextAsync(["Waits for the mouse"]);
        await newsroom.Kill(next.Id);
        await Expect(site.Page.Locator("newshub-latest [part=empty]")).ToBeVisibleAsync();

        Assert.Equal(below, (await site.Page.Locator("#below").BoundingBoxAsync())!.Y);
        Assert.Empty(site.ConsoleErrors);
    }

    [SkippableFact]
    public async Task A_section_that_the_hub_does_not_have_is_named_in_the_console_and_other_lists_go_on()
    {
        Chromium.Require();
        using var newsroom = Hub.OpenNewsroom();
        var story = await newsroom.Publish("A business story", "business");
        await using var site = await OtherSite.Open(browser, Hub, "<newshub-latest section=atlantis></newshub-latest><newshub-latest id=good section=business></newshub-latest>");

        await Expect(site.Headlines("#good")).ToHaveTextAsync(["A business story"]);
        await Eventually.Is(() => site.ConsoleErrors.Any(error => error.Contains("There is no section atlantis. The sections are: news, world", StringComparison.Ordinal)));
        await site.Page.EvaluateAsync("() => document.querySelector('newshub-latest').setAttribute('section', 'business')");
        await Expect(site.Headlines("newshub-latest")).ToHaveTextAsync(["A business story", "A business story"]);
        await newsroom.Kill(story.Id);
        await Expect(site.Headlines("newshub-latest")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task Lists_are_accessible_and_headlines_have_the_language_of_their_article()
    {
        Chromium.Require();
        using var newsroom = Hub.OpenNewsroom();
        var alert = await newsroom.PublishAlert("An alert for everybody", "sport");
        var other = await newsroom.PublishAlert("Another alert", "sport");
        var story = (await newsroom.Send(
            "/api/articles", new { headline = "العبّارة تغادر الميناء عند الفجر", section = "sport", body = "…", language = "ar", status = "published" }, Guid.NewGuid().ToString("N"))).Receipt;
        foreach (var reader in (string[])["a", "b"]) await newsroom.Read(story.Id, reader);
        await using var site = await OtherSite.Open(browser, Hub, """
            <main><h1>Elsewhere</h1><newshub-breaking></newshub-breaking><newshub-latest section=sport></newshub-latest><newshub-ranking section=sport></newshub-ranking><newshub-latest section=health></newshub-latest></main>
            """);
        await Expect(site.Headlines("newshub-latest")).ToHaveCountAsync(3);
        foreach (var element in (string[])["newshub-latest", "newshub-ranking"])
        {
            await Expect(site.Headlines(element).First).ToHaveAttributeAsync("lang", "ar");
            await Expect(site.Headlines(element).First).ToHaveAttributeAsync("dir", "rtl");
        }

        await Expect(site.Page.Locator("newshub-breaking [part=more]")).ToBeVisibleAsync();
        foreach (var link in await site.Page.Locator(":is([part=headline], [part=more])").AllAsync())
            Assert.InRange((await link.BoundingBoxAsync())!.Height, 24, 100);
        await Axe.AssertNoViolations(site.Page, "Elsewhere");

        await site.Page.Keyboard.PressAsync("Tab");
        var outlined = site.Page.Locator("newshub-breaking li");
        await Expect(outlined).ToHaveCSSAsync("outline-style", "solid");
        foreach (var receipt in (Receipt[])[alert, other, story]) await newsroom.Kill(receipt.Id);
    }

    /// <summary>A page of another site, in a browser of its own.</summary>
    private sealed class OtherSite : IAsyncDisposable
    {
        private readonly StaticSite _server;
        private readonly ConcurrentQueue<string> _consoleErrors = [];
        private int _streams;
        private int _sockets;

        private OtherSite(StaticSite server, IPage page)
        {
            (_server, Page) = (server, page);
            page.PageError += (_, error) => _consoleErrors.Enqueue(error);
            page.Console += (_, message) =>
            {
                if (message.Type == "error") _consoleErrors.Enqueue(message.Text);
            };
            page.Response += (_, response) =>
            {
                if (response.Url.Contains("/live/events", StringComparison.Ordinal)) Interlocked.Increment(ref _streams);
            };
            page.WebSocket += (_, _) => Interlocked.Increment(ref _sockets);
        }

        public IPage Page { get; }

        /// <summary>Console errors, policy violations and uncaught exceptions.</summary>
        public IReadOnlyCollection<string> ConsoleErrors => _consoleErrors;

        /// <summary>Event streams that the hub has answered.</summary>
        public int Streams => Volatile.Read(ref _streams);

        public int Sockets => Volatile.Read(ref _sockets);

        public static async Task<OtherSite> Open(Chromium browser, HubProcess hub, string body, bool allowsSockets = false)
        {
            var origin = hub.Address.GetLeftPart(UriPartial.Authority);
            var sockets = allowsSockets ? $" ws://{hub.Address.Authority}" : ""; // browsers do not count ws: as http:
            var server = new StaticSite(
                $"<!doctype html><html lang=en><title>Elsewhere</title><body>{body}<script type=module src='{origin}/embed.js'></script>",
                $"default-src 'none'; script-src {origin}; connect-src {origin}{sockets}");
            var site = new OtherSite(server, await browser.NewPage(hasScript: true));
            await site.Page.GotoAsync(server.Address.ToString());
            return site;
        }

        public ILocator Headlines(string element) => Page.Locator($"{element} [part=headline]");

        /// <summary>Waits until the page has its connection; changes are then pushed.</summary>
        public Task WaitUntilFollowing(bool isStream) => Eventually.Is(() => (isStream ? Streams : Sockets) > 0);

        public async ValueTask DisposeAsync()
        {
            await Page.Context.CloseAsync();
            await _server.DisposeAsync();
        }
    }
}
