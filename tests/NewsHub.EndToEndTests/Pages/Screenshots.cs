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
        foreach (var (name, address) in ((string, Uri)[])[
            ("front", paper.Hub.Address), ("section", new Uri(paper.Hub.Address, "/sections/culture")), ("article", new Uri(paper.Hub.Address, $"/articles/{paper.Ids[12]}")), ("empty", empty.Address)])
            foreach (var (width, height) in Sizes)
                foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
                    await Take(address, width, height, scheme, Path.Combine(directory, $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png"));
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
