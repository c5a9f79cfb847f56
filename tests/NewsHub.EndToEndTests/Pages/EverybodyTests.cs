using Microsoft.Playwright;
using NewsHub.EndToEndTests.Browsing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsHub.EndToEndTests.Pages;

/// <summary>Everybody can read the pages: long words, all languages, screen readers.</summary>
[Collection(SharedPaper.Name)]
public sealed class EverybodyTests(Paper paper)
{
    [SkippableFact]
    public async Task Words_of_eighty_letters_do_not_widen_a_page()
    {
        Chromium.Require();
        var word = new string('W', 80);
        var id = await paper.Post("/api/breaking", new { headline = word, summary = word, byline = word, dateline = word, tags = new[] { new string('w', 50) }, section = "health", body = word, language = "de", source = new { name = word } });
        await paper.Post($"/api/articles/{id}/correct", new { note = word });
        await paper.Newsroom.Read(id, "reader");
        var blog = await LiveBlogDesk.Start(paper.Newsroom, word);
        await blog.Post(new { title = word, body = word, label = new string('W', 30), key = true, status = "published" });
        foreach (var width in (int[])[320, 360, 768])
            foreach (var path in (string[])["/", blog.Path, "/latest", "/sections/health", $"/tags/{new string('w', 50)}", $"/articles/{id}", "/docs/api", "/nowhere"])
            {
                var page = await paper.Browser.NewPage(hasScript: true, width, 740);
                await page.GotoAsync(new Uri(paper.Hub.Address, path).ToString());
                var (scroll, client) = (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), await page.EvaluateAsync<int>("() => document.documentElement.clientWidth"));
                Assert.True(scroll == client, $"{path} at {width}: {scroll} > {client}");
                await page.Context.CloseAsync();
            }
        await paper.Newsroom.Kill(id);
        await blog.Coverage("end");
    }

    [SkippableFact]
    public async Task Text_has_the_language_and_the_direction_of_its_article_printed_and_inserted_live()
    {
        Chromium.Require();
        const string Headline = "العبّارة تغادر الميناء عند الفجر";
        var front = await Reader.Open(paper.Browser, paper.Hub.Address, "/");
        var list = await Reader.Open(paper.Browser, paper.Hub.Address, "/latest");
        var id = await paper.Post("/api/breaking", new { headline = Headline, summary = Headline, section = "world", body = Headline, language = "ar", alert = "flash" });
        for (var i = 0; i < 10; i++) await paper.Newsroom.Read(id, $"reader-{i}");
        var other = await paper.Post("/api/articles", new { headline = $"{Headline} مرة أخرى", section = "world", body = Headline, language = "ar", status = "published" });
        await list.NewArticles.ClickAsync();
        foreach (var place in (ILocator[])[
            front.Page.Locator("latest-column li [data-slot=headline]"), front.Page.Locator("breaking-banner .loudest [data-slot=headline]"),
            front.Page.Locator("live-ranking[data-ranking=rising] [data-slot=headline]"), list.Headlines.Locator("a"), list.Page.Locator("article-list [data-slot=summary]")])
        {
            var shown = place.Filter(new() { HasText = Headline }).First;
            await Expect(shown).ToHaveAttributeAsync("dir", "rtl");
            await Expect(shown).ToHaveAttributeAsync("lang", "ar");
        }

        var (article, _) = await Reader.OpenWithoutScript(paper.Browser, paper.Hub.Address, $"/articles/{other}");
        foreach (var place in (string[])["h1", ".body"]) await Expect(article.Page.Locator(place)).ToHaveCSSAsync("direction", "rtl");
        await Expect(article.Page.Locator("live-ranking [dir=rtl]").First).ToBeVisibleAsync();
        await Expect(article.Page.Locator("nav.breadcrumb")).ToHaveCSSAsync("direction", "ltr");
        await paper.Newsroom.Kill(id);
    }

    [SkippableFact]
    public async Task Alert_is_announced_first_and_loss_of_the_connection_too()
    {
        Chromium.Require();
        var reader = await Reader.Open(paper.Browser, paper.Hub.Address, "/");
        await reader.Page.EvaluateAsync("""
            () => { window.said = []; for (const id of ['alert', 'status']) { const region = document.getElementById(id);
              new MutationObserver(() => region.textContent && window.said.push(region.textContent)).observe(region, { childList: true, characterData: true, subtree: true }); } }
            """);
        for (var i = 0; i < 3; i++) await paper.Newsroom.Publish($"Quiet news {i}");
        var alert = await paper.Newsroom.PublishAlert("Loud news");
        await paper.Newsroom.Publish("Quiet news again");
        await WaitUntilSaid(reader, "3 new articles");
        await reader.Page.Context.SetOfflineAsync(true);
        await WaitUntilSaid(reader, "Offline. This device has no network connection.");
        await reader.Page.Context.SetOfflineAsync(false);
        await WaitUntilSaid(reader, "Live again");
        Assert.Equal(
            ["New: Quiet news 0", "Breaking: Loud news", "3 new articles", "Offline. This device has no network connection.", "Live again"],
            await reader.Page.EvaluateAsync<string[]>("() => window.said"));
        await paper.Newsroom.Kill(alert.Id);
    }

    [SkippableFact]
    public async Task Reaction_that_fails_says_so_beside_the_button()
    {
        Chromium.Require();
        await using var proxy = new TestServers.HubProxy(paper.Hub.Address) { RefusesWebSockets = true };
        var reader = await Reader.Open(paper.Browser, proxy.Address, $"/articles/{paper.LongRead}");
        await reader.Page.RouteAsync("**/reactions", route => route.AbortAsync());
        await reader.VeryGood.ClickAsync();
        await Expect(reader.Page.Locator("reaction-button [role=status]")).ToHaveTextAsync("That was not saved. Please try again.");
        await Expect(reader.VeryGood).ToHaveAttributeAsync("aria-pressed", "false");
    }

    [SkippableFact]
    public async Task Axe_finds_no_violation_on_any_page()
    {
        Chromium.Require();
        await paper.Post($"/api/articles/{paper.Ids[4]}/correct", new { note = "It was eight years, not nine." });
        await paper.Newsroom.Read(paper.Ids[4], "reader");
        var killed = await paper.Newsroom.Publish("This never happened");
        await paper.Newsroom.Kill(killed.Id);
        foreach (var (path, scheme) in ((string, ColorScheme)[])[
            ("/", ColorScheme.Light), ("/", ColorScheme.Dark), ("/latest", ColorScheme.Light), ("/sections/world", ColorScheme.Dark), ("/tags/harbour", ColorScheme.Light),
            ($"/articles/{paper.Ids[4]}", ColorScheme.Light), ($"/articles/{paper.Ids[4]}", ColorScheme.Dark), ("/nowhere", ColorScheme.Light), ($"/articles/{killed.Id}", ColorScheme.Dark)])
            await AssertAccessible(new Uri(paper.Hub.Address, path), scheme);
    }

    [SkippableFact]
    public async Task Pages_are_in_the_configured_language()
    {
        Chromium.Require();
        await using var hub = await HubProcess.StartFresh(("NewsHub:Web:Language", "de"));
        using var newsroom = hub.OpenNewsroom();
        await AssertAccessible(hub.Address, ColorScheme.Light); // empty
        var reader = await Reader.Open(paper.Browser, hub.Address, "/");
        await Expect(reader.Page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        await newsroom.Publish("Fähre kehrt zurück");
        await Expect(reader.LatestHeadlines).ToHaveTextAsync("Fähre kehrt zurück");
        await reader.Page.GotoAsync(new Uri(hub.Address, "/latest").ToString());
        await Expect(reader.Main).ToContainTextAsync("gerade eben");
        await Expect(reader.Main.Locator("h1")).ToHaveTextAsync("Neueste Meldungen");
    }

    private async Task AssertAccessible(Uri address, ColorScheme scheme)
    {
        var page = await paper.Browser.NewPage(hasScript: true, 360, 740);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await page.GotoAsync(address.ToString());
        await Axe.AssertNoViolations(page, $"{address} {scheme}");
        Assert.Equal(0, await page.Locator("img:not([src])").CountAsync());
        await page.Context.CloseAsync();
    }

    private static Task WaitUntilSaid(Reader reader, string text) => reader.Page.WaitForFunctionAsync("(text) => window.said.includes(text)", text);
}
