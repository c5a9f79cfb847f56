using System.Collections.Concurrent;
using NewsHub.EndToEndTests.Browsing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsHub.EndToEndTests;

/// <summary>The page at <c>/docs/openapi</c>, which a vendor's script renders.</summary>
public sealed class ApiBrowserTests(Chromium browser, RunningHub running) : IClassFixture<Chromium>, IClassFixture<RunningHub>
{
    [SkippableFact]
    public async Task The_page_shows_publishing_first_calls_only_the_hub_and_has_no_tools_of_the_vendor()
    {
        Chromium.Require();
        var page = await browser.NewPage(hasScript: true);
        var (requests, errors) = (new ConcurrentQueue<Uri>(), new ConcurrentQueue<string>());
        page.Request += (_, request) => requests.Enqueue(new Uri(request.Url));
        page.PageError += (_, error) => errors.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") errors.Enqueue(message.Text);
        };

        await page.GotoAsync(new Uri(running.Hub.Address, "/docs/openapi/").ToString());
        await Expect(page.Locator("h2").First).ToContainTextAsync("Publishing");
        await page.GetByText("/api/breaking").First.ScrollIntoViewIfNeededAsync();
        await page.WaitForLoadStateAsync(Microsoft.Playwright.LoadState.NetworkIdle);

        await Expect(page.GetByText("Ask AI")).ToHaveCountAsync(0);
        await Expect(page.Locator(".api-reference-toolbar")).ToHaveCountAsync(0);
        Assert.All(requests.Where(request => request.Scheme is not ("data" or "blob")), request => Assert.Equal(running.Hub.Address.Authority, request.Authority));
        Assert.Contains(requests, request => request.AbsolutePath == "/openapi/v1.json");
        Assert.Empty(errors);
    }
}
