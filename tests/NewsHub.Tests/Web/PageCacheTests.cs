using NewsHub.Tests.Api;
using Xunit;

namespace NewsHub.Tests.Web;

/// <summary>Pages are rendered once for everybody, and any cache may hold them.</summary>
[Trait("Category", "Slow")]
public sealed class PageCacheTests(HubProcess hub) : IClassFixture<HubProcess>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/latest")]
    [InlineData("/sections/world")]
    [InlineData("/tags/caching")]
    [InlineData("")]
    public async Task Page_is_public_has_a_tag_and_no_cookie_and_answers_304(string path)
    {
        var article = await Publish("Cached for everybody");
        if (path.Length == 0) path = await UrlOf(article);

        var page = (await Get(path)).Expect(200);

        Assert.Equal("public, max-age=0, s-maxage=5, stale-while-revalidate=30, stale-if-error=600", page.Header("Cache-Control"));
        Assert.Equal("Accept-Encoding", page.Header("Vary"));
        Assert.Null(page.Header("Set-Cookie"));
        Assert.NotNull(page.Header("Cache-Tag"));
        var tag = page.Header("ETag")!;
        var again = await Get(path, ("If-None-Match", $"\"other\", W/{tag}"), ("Sec-Fetch-Site", "same-origin"));
        Assert.True(again.Status == 304 || again.Header("ETag") != tag, "The same page was sent again.");
    }

    [Fact]
    public async Task Headline_is_on_every_page_as_soon_as_the_wire_has_it()
    {
        for (var n = 0; n < 20; n++)
        {
            var headline = $"Story number {n} of a busy minute";
            var url = await UrlOf(await Publish(headline));
            await hub.State();
            foreach (var path in new[] { "/", "/latest", "/sections/world", "/tags/caching", url })
                Assert.Contains(headline, (await Get(path)).Expect(200).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Withdrawn_headline_is_on_no_page_whatever_was_rendered_before()
    {
        var (killed, other) = (await Publish("The harbour burns tonight"), await Publish("The harbour burns again"));
        var (killedUrl, otherUrl) = (await UrlOf(killed), await UrlOf(other));
        string[] paths = ["/", "/latest", "/sections/world", "/tags/caching", otherUrl, killedUrl];
        using var stop = new CancellationTokenSource();
        var readers = Task.WhenAll(paths.Select(path => Read(path, stop.Token))); // so that all pages are in memory or being rendered at any moment

        (await hub.Send("POST", $"/api/articles/{killed}/kill", new { reason = "It does not." }, hub.Editor)).Expect(200);
        await hub.State();

        foreach (var path in paths) Assert.DoesNotContain("burns tonight", (await Get(path)).Text, StringComparison.Ordinal);
        (await Get(killedUrl)).Expect(410);
        await stop.CancelAsync();
        await readers;
    }

    [Fact]
    public async Task Correction_is_on_the_pages_that_show_the_article()
    {
        var article = await Publish("It was a Monday");
        var url = await UrlOf(article);
        await Get(url);

        (await hub.Send("POST", $"/api/articles/{article}/correct", new { note = "It was a Tuesday.", headline = "It was a Tuesday" }, hub.Editor)).Expect(200);
        await hub.State();

        foreach (var path in new[] { "/latest", await UrlOf(article) })
            Assert.Contains("It was a Tuesday", (await Get(path)).Expect(200).Text, StringComparison.Ordinal);
        (await Get(url)).Expect(308);
    }

    [Fact]
    public async Task Version_of_an_article_that_a_page_knows_of_is_never_an_older_one()
    {
        var article = await Publish("It was one");
        for (var version = 2; version <= 10; version++)
        {
            (await hub.Send("POST", $"/api/articles/{article}/correct", new { note = "Counted again.", headline = $"It was {version}" }, hub.Editor)).Expect(200);
            Assert.Contains($"It was {version}", (await Get($"/articles/{article}/at/{version}")).Expect(200).Text, StringComparison.Ordinal);
        }

        (await Get($"/articles/{article}/at/11")).Expect(503);
        (await Get($"/articles/{article}/at/0")).Expect(404);
        (await Get("/articles/nobody/at/1")).Expect(404);
        (await hub.Send("POST", $"/api/articles/{article}/kill", new { reason = "It was none." }, hub.Editor)).Expect(200);
        await hub.State();
        (await Get($"/articles/{article}/at/10")).Expect(410);
    }

    [Fact]
    public async Task Query_belongs_to_the_request_that_is_redirected()
    {
        var article = await Publish("Where it moved");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Get($"/articles/{article}/old-address?from={n}")));

        Assert.All(answers, (answer, n) => Assert.EndsWith($"?from={n}", answer.Header("Location"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_names_the_host_that_was_asked()
    {
        foreach (var host in new[] { "one.example", "two.example", "one.example" })
            Assert.Contains($"<link rel=\"canonical\" href=\"http://{host}/latest\"", (await Get("/latest", ("Host", host))).Expect(200).Text, StringComparison.Ordinal);
    }

    private Task<ApiResponse> Get(string path, params (string, string)[] headers) => hub.Send("GET", path, headers: headers);

    private Task<string> Publish(string headline) => hub.Create($$"""{"headline":"{{headline}}","section":"world","tags":["caching"],"status":"published"}""");

    private async Task<string> UrlOf(string article) => (await hub.Get($"/api/articles/{article}")).Expect(200).Json.GetProperty("url").GetString()!;

    private async Task Read(string path, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested) await Get(path);
    }
}
