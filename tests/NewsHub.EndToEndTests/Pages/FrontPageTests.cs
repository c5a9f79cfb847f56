using NewsHub.EndToEndTests.Browsing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsHub.EndToEndTests.Pages;

[Collection(SharedPaper.Name)]
public sealed class FrontPageTests(Paper paper)
{
    private const string HeadlinesAbove = """
        (bottom) => [...document.querySelectorAll('main [data-slot=headline]')]
          .filter((link) => link.checkVisibility({ visibilityProperty: true }) && link.getBoundingClientRect().bottom <= bottom && link.getBoundingClientRect().height > 0)
          .map((link) => Math.round(link.getBoundingClientRect().top))
        """;

    [SkippableTheory]
    [InlineData(1280, 800, 8)]
    [InlineData(360, 740, 3)]
    public async Task First_screen_shows_headlines_and_the_first_stands_high_whatever_the_number_of_alerts(int width, int height, int headlines)
    {
        Chromium.Require();
        var reader = await Reader.Open(paper.Browser, paper.Hub.Address, "/", width, height);
        var tops = await reader.Page.EvaluateAsync<int[]>(HeadlinesAbove, height);
        Assert.True(tops.Length >= headlines, $"{tops.Length} headlines above {height} px: {string.Join(", ", tops)}");
        Assert.InRange(tops.Min(), 0, 400);
        await Expect(reader.Page.Locator("breaking-banner summary")).ToHaveTextAsync("2 more");
        Assert.InRange((await reader.Page.Locator("breaking-banner").BoundingBoxAsync())!.Height, 1, 50);
    }

    [SkippableFact]
    public async Task Article_is_shown_once_above_the_blocks_and_blocks_have_four()
    {
        Chromium.Require();
        var (reader, _) = await Reader.OpenWithoutScript(paper.Browser, paper.Hub.Address, "/");
        var ids = await reader.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('.card')].map((card) => card.dataset.article)");
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.InRange(await reader.Page.Locator(".second").CountAsync(), 2, 4);
        Assert.Equal(4, await reader.Page.Locator(".block").First.Locator(".card").CountAsync());
        await Expect(reader.Page.Locator(".lead h2")).ToContainTextAsync("Harbour bridge closed");
        await Expect(reader.LatestHeadlines).ToHaveCountAsync(8);
    }

    [SkippableFact]
    public async Task New_article_comes_into_the_latest_column_and_the_lead_stays()
    {
        Chromium.Require();
        var reader = await Reader.Open(paper.Browser, paper.Hub.Address, "/");
        var lead = await reader.Page.Locator(".lead h2").TextContentAsync();
        await paper.Newsroom.Publish("Tug on its way to the pier");
        await Expect(reader.LatestHeadlines.First).ToHaveTextAsync("Tug on its way to the pier");
        await Expect(reader.LatestHeadlines).ToHaveCountAsync(8);
        await reader.Page.ReloadAsync();
        await Expect(reader.Page.Locator(".lead h2")).ToHaveTextAsync(lead!);
    }

    [SkippableFact]
    public async Task Corrected_article_says_so_in_the_list_and_a_killed_one_is_gone_at_once()
    {
        Chromium.Require();
        var corrected = await paper.Newsroom.Publish("Eleven boats in the regatta", "sport");
        var killed = await paper.Newsroom.Publish("This regatta never took place", "sport");
        var reader = await Reader.Open(paper.Browser, paper.Hub.Address, "/latest");
        await Expect(reader.Headlines.Filter(new() { HasText = "never took place" })).ToHaveCountAsync(1);
        await paper.Newsroom.Correct(corrected.Id, "Twelve boats in the regatta", "There were twelve.");
        await Expect(reader.Page.Locator($"[data-article='{corrected.Id}'] .corrected")).ToHaveTextAsync("Corrected just now");
        await paper.Newsroom.Kill(killed.Id);
        await Expect(reader.Main).Not.ToContainTextAsync("never took place");
    }
}
