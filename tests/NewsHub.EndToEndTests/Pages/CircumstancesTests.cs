using Microsoft.Playwright;
using NewsHub.EndToEndTests.Browsing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsHub.EndToEndTests.Pages;

/// <summary>The pages in print, in forced colours, and before and after a browser has its cookie.</summary>
[Collection(SharedPaper.Name)]
public sealed class CircumstancesTests(Paper paper)
{
    [SkippableFact]
    public async Task Printed_article_is_its_text_with_the_addresses_of_its_links()
    {
        Chromium.Require();
        var id = await paper.Post("/api/articles", new { headline = "To be printed", section = "culture", status = "published", body = "See [the map](https://map.example/).", bodyFormat = "markdown" });
        var reader = await Reader.Open(paper.Browser, paper.Hub.Address, $"/articles/{id}");

        await reader.Page.EmulateMediaAsync(new() { Media = Media.Print });

        await Expect(reader.Page.Locator("h1")).ToBeVisibleAsync();
        await Expect(reader.Page.Locator(".body")).ToBeVisibleAsync();
        foreach (var hidden in (string[])["nav.sections", "breaking-banner", "connection-dot", "reaction-button", ".rankings"])
            await Expect(reader.Page.Locator(hidden).First).ToBeHiddenAsync();
        Assert.Contains("(https://map.example/)", await StyleOf(reader, ".body a", "content", "::after"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Alert_and_a_given_reaction_are_told_from_the_rest_in_forced_colours()
    {
        Chromium.Require();
        var id = await paper.Post("/api/articles", new { headline = "In two colours", section = "culture", status = "published" });
        var reader = await Reader.Open(paper.Browser, paper.Hub.Address, $"/articles/{id}");
        await reader.VeryGood.First.ClickAsync();
        await Expect(reader.VeryGood.First).ToHaveAttributeAsync("aria-pressed", "true");

        await reader.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });

        Assert.Equal("solid", await StyleOf(reader, "breaking-banner .alert", "borderTopStyle"));
        Assert.NotEqual(await StyleOf(reader, "body", "backgroundColor"), await StyleOf(reader, "reaction-button [aria-pressed=true]", "backgroundColor"));
    }

    [SkippableFact]
    public async Task Browser_gets_its_cookie_with_its_first_live_connection_and_its_reactions_are_one_readers()
    {
        Chromium.Require();
        var id = await paper.Post("/api/articles", new { headline = "Of one reader", section = "culture", status = "published" });
        var (unscripted, _) = await Reader.OpenWithoutScript(paper.Browser, paper.Hub.Address, $"/articles/{id}");
        Assert.Empty(await unscripted.Page.Context.CookiesAsync());

        var first = await Reader.Open(paper.Browser, paper.Hub.Address, $"/articles/{id}");
        await first.VeryGood.First.ClickAsync();
        await Expect(first.VeryGood.First).ToContainTextAsync("1");

        Assert.Equal("newshub-reader", (await first.Page.Context.CookiesAsync()).Single().Name);
        var second = await first.Page.Context.NewPageAsync();
        await second.GotoAsync(first.Page.Url);
        await Expect(second.Locator("connection-dot")).ToContainTextAsync("Live");
        var answer = await second.EvaluateAsync<int>($"async () => (await (await fetch('/api/articles/{id}/reactions', {{ method: 'POST', headers: {{ 'content-type': 'application/json' }}, body: JSON.stringify({{ reaction: 'veryGood' }}) }})).json()).reactions.veryGood");
        Assert.Equal(1, answer);
    }

    private static Task<string> StyleOf(Reader reader, string selector, string property, string? pseudo = null) =>
        reader.Page.EvaluateAsync<string>("([selector, property, pseudo]) => getComputedStyle(document.querySelector(selector), pseudo)[property]", new[] { selector, property, pseudo });
}
