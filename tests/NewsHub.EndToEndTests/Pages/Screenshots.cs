using Microsoft.Playwright;
using NewsHub.EndToEndTests.Browsing;
using Xunit;

namespace NewsHub.EndToEndTests.Pages;

/// <summary>
/// Takes pictures of the pages for the README and for those who change styles:
/// <c>NEWSHUB_SCREENSHOTS=/tmp/shots dotnet test tests/NewsHub.EndToEndTests --filter Screenshots</c>. Without the variable it keeps none.
/// </summary>
[Collection(SharedPaper.Name)]
public sealed class Screenshots(Paper paper)
{
    private static readonly (int Width, int Height)[] Sizes = [(360, 740), (768, 1024), (1280, 1100)];

    [SkippableFact]
    public async Task Pages_at_three_widths_in_light_and_dark()
    {
        Chromium.Require();
        using var temporary = new TemporaryDirectory();
        var directory = Environment.GetEnvironmentVariable("NEWSHUB_SCREENSHOTS") is { Length: > 0 } named ? named : temporary.Path;
        await paper.ReadByMany();
        await using var empty = await HubProcess.StartFresh();
        var (blog, _) = await LiveBlogTests.WriteRich(paper.Newsroom);
        var arabic = await LiveBlogDesk.Start(paper.Newsroom, "الميناء القديم يستقبل أول عبّارة منذ تسع سنوات", "ar");
        for (var i = 0; i < 3; i++) await arabic.Post("العبّارة تغادر الميناء عند الفجر", "غادرت العبّارة عند الفجر وعلى متنها ستون راكبًا.", key: i > 0);
        foreach (var (name, address) in ((string, Uri)[])[
            ("front", paper.Hub.Address), ("section", new Uri(paper.Hub.Address, "/sections/culture")), ("article", new Uri(paper.Hub.Address, $"/articles/{paper.Ids[12]}")), ("empty", empty.Address),
            ("live-blog", new Uri(paper.Hub.Address, blog.Path)), ("live-blog-arabic", new Uri(paper.Hub.Address, arabic.Path))])
            foreach (var (width, height) in Sizes)
                foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
                    await Take(address, width, height, scheme, Path.Combine(directory, $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png"));
        foreach (var written in (LiveBlogDesk[])[blog, arabic]) await written.Coverage("end");
    }

    [SkippableFact]
    public async Task Lists_on_another_site_at_two_widths_in_light_and_dark_and_both_directions()
    {
        Chromium.Require();
        using var temporary = new TemporaryDirectory();
        var directory = Environment.GetEnvironmentVariable("NEWSHUB_SCREENSHOTS") is { Length: > 0 } named ? named : temporary.Path;
        await paper.ReadByMany();
        foreach (var direction in (string[])["ltr", "rtl"])
        {
            await using var site = new StaticSite($$"""
                <!doctype html><html lang="{{(direction == "rtl" ? "ar" : "en")}}" dir="{{direction}}"><meta name="viewport" content="width=device-width"><title>Elsewhere</title>
                <style>:root { color-scheme: light dark; font: 1rem/1.5 system-ui } main { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 2rem }</style>
                <newshub-breaking></newshub-breaking><main><newshub-latest></newshub-latest><newshub-ranking></newshub-ranking><newshub-latest section="opinion" count="2"></newshub-latest></main>
                <script type="module" src="{{paper.Hub.Address}}embed.js"></script>
                """);
            foreach (var width in (int[])[360, 1280])
                foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
                {
                    var page = await paper.Browser.NewPage(hasScript: true, width, 900);
                    await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                    await page.GotoAsync(site.Address.ToString());
                    await Assertions.Expect(page.Locator("newshub-ranking [part=headline]")).ToHaveCountAsync(5);
                    await Assertions.Expect(page.Locator("newshub-latest").First.Locator("[part=headline]")).ToHaveCountAsync(5);
                    Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
                    await page.ScreenshotAsync(new() { Path = Path.Combine(directory, $"embed-{width}-{scheme.ToString().ToLowerInvariant()}-{direction}.png") });
                    await page.Context.CloseAsync();
                }
        }
    }

    private async Task Take(Uri address, int width, int height, ColorScheme scheme, string file)
    {
        var page = await paper.Browser.NewPage(hasScript: true, width, height);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await page.RouteAsync("https://pictures.example/**", route => route.FulfillAsync(
            new() { ContentType = "image/svg+xml", Body = Drawing.Of(int.Parse(Path.GetFileNameWithoutExtension(new Uri(route.Request.Url).AbsolutePath), System.Globalization.CultureInfo.InvariantCulture)) }));
        await page.GotoAsync(address.ToString(), new() { WaitUntil = WaitUntilState.Load });
        await Assertions.Expect(page.Locator("connection-dot")).ToContainTextAsync("Live");
        await page.ScreenshotAsync(new() { Path = file, FullPage = false });
        await page.Context.CloseAsync();
    }
}
