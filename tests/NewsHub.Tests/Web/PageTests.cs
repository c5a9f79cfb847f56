using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using NewsHub.Articles.Drafts;
using NewsHub.Articles.Latest;
using NewsHub.Trending.Fairness;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Web;

public class PageTests(Newspaper newspaper) : IClassFixture<Newspaper>
{
    private static readonly Draft Ferry = new()
    {
        Headline = "Ferry returns to the <old> harbour", Summary = "After nine years it sails again.", Section = "world", Slug = "ferry-returns",
        Tags = ["harbour"], Byline = "Ada Quill", Dateline = "PARIS, 26 <November>", Source = new Source("Harbour Wire", "https://harbour.example"), Language = "en-GB",
        Image = new Image("https://harbour.example/ferry.jpg", "A white ferry", "B. Lens"), Body = "It sails.", BodyHtml = "<p>It <em>sails</em>.</p>",
    };

    [Fact]
    public async Task Front_page_lists_published_articles_and_contains_cursor_and_topics()
    {
        var id = await newspaper.Publish(Ferry with { Headline = "On the front page" });
        var page = await newspaper.GetHtml("/");
        Assert.Contains($"href=\"/articles/{id}/ferry-returns\" lang=\"en-GB\" dir=\"ltr\">On the front page</a>", page, StringComparison.Ordinal);
        Assert.Contains("On the front page</a>", await newspaper.GetHtml("/latest"), StringComparison.Ordinal);
        Assert.Matches("<body data-cursor=\"[0-9a-z]+\\.[0-9]+\" data-topics=\"news breaking live ranking/rising ranking/today\">", page);
    }

    [Fact]
    public async Task Alert_is_in_the_banner_of_every_page_except_its_own_article_page()
    {
        var id = await newspaper.Publish(Ferry with { Headline = "Harbour closed", Alert = AlertLevel.Flash });
        Assert.Matches($"(?s)<breaking-banner.*<li data-article=\"{id}\" data-alert=\"flash\"", await newspaper.GetHtml("/sections/sport"));
        Assert.DoesNotMatch($"(?s)<breaking-banner.*<li data-article=\"{id}\"", await newspaper.GetHtml($"/articles/{id}/ferry-returns"));
    }

    [Fact]
    public async Task Article_page_contains_all_parts_without_script()
    {
        var id = await newspaper.Publish(Ferry);
        await newspaper.Correct(id, "It was nine years, not eight.");
        var page = await newspaper.GetHtml($"/articles/{id}/ferry-returns");
        string[] parts =
        [
            "<h1 lang=\"en-GB\" dir=\"ltr\">Ferry returns to the &lt;old&gt; harbour</h1>", "After nine years it sails again.", "<p>It <em>sails</em>.</p>", "Ada Quill",
            "<span class=\"place\" lang=\"en-GB\" dir=\"ltr\">PARIS, 26 &lt;November&gt;</span>",
            "<a class=\"source\" href=\"https://harbour.example\"", "alt=\"A white ferry\"", "B. Lens", "<div class=\"body\" lang=\"en-GB\" dir=\"ltr\">",
            "It was nine years, not eight.", "<a href=\"/sections/world\">World</a>", "<a href=\"/tags/harbour\" rel=\"tag\">harbour</a>",
            $"/articles/{id}/ferry-returns\"", "Very good",
        ];
        Assert.All(parts, part => Assert.Contains(part, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Article_page_describes_the_article_for_search_engines()
    {
        var headline = $"{string.Concat(Enumerable.Repeat("Ferry 👩‍👩‍👧 ", 15))}</script><script>";
        var id = await newspaper.Publish(Ferry with { Headline = headline, Image = Ferry.Image! with { Width = 1200, Height = 800 } });
        await newspaper.Correct(id, "It was </script> nine years.");
        var page = await newspaper.GetHtml($"/articles/{id}/ferry-returns");

        var nodes = StructuredData(page);
        var article = nodes["NewsArticle"];
        var shortened = article.GetProperty("headline").GetString()!;
        Assert.InRange(shortened.Length, 90, 110);
        Assert.Equal('…', shortened[^1]);
        Assert.StartsWith(shortened[..^1], headline, StringComparison.Ordinal);
        Assert.Contains(shortened.Length - 1, StringInfo.ParseCombiningCharacters(headline)); // no letter or emoji is halved
        Assert.Equal("It was </script> nine years.", article.GetProperty("correction")[0].GetProperty("text").GetString());
        Assert.Equal(("Ada Quill", "World", "en-GB"), (article.GetProperty("author").GetProperty("name").GetString(), article.GetProperty("articleSection").GetString(), article.GetProperty("inLanguage").GetString()));
        Assert.Equal(1200, article.GetProperty("image")[0].GetProperty("width").GetInt32());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$", article.GetProperty("dateModified").GetString());
        Assert.Equal(nodes["NewsMediaOrganization"].GetProperty("@id").GetString(), article.GetProperty("publisher").GetProperty("@id").GetString());
        Assert.Equal(["Home", "World", headline], nodes["BreadcrumbList"].GetProperty("itemListElement").EnumerateArray().Select(item => item.GetProperty("name").GetString()));
        Assert.All(["twitter:card\" content=\"summary_large_image\"", "content=\"max-image-preview:large\"", "og:image:width\" content=\"1200\"", "article:section\" content=\"World\""],
            part => Assert.Contains(part, page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/", "")]
    [InlineData("/latest", "")]
    [InlineData("/sections/world", "/sections/world")]
    public async Task Pages_name_their_feeds(string path, string list)
    {
        var page = WebUtility.HtmlDecode(await newspaper.GetHtml(path));
        foreach (var prefix in new[] { "", list })
            foreach (var (type, file) in new[] { ("rss+xml", "feed.xml"), ("atom+xml", "atom.xml"), ("feed+json", "feed.json") })
                Assert.Matches($"<link rel=\"alternate\" type=\"application/{Regex.Escape(type)}\" title=\"[^\"]+\" href=\"{prefix}/{file}\" ?/?>", page);
    }

    [Fact]
    public async Task Front_page_is_described_by_the_tagline() =>
        Assert.Contains("<meta name=\"description\" content=\"The news as it happens\"", await newspaper.GetHtml("/"), StringComparison.Ordinal);

    [Fact]
    public async Task Front_page_describes_the_publisher() =>
        Assert.Equal(["NewsMediaOrganization", "WebSite"], StructuredData(await newspaper.GetHtml("/")).Keys.Order());

    [Fact]
    public async Task Article_page_lists_and_subscribes_to_related_articles_without_killed_ones()
    {
        var about = Ferry with { Headline = "Lighthouse keeper retires", Summary = "The lighthouse keeper of Westray goes.", Tags = ["westray"], Slug = null };
        var id = await newspaper.Publish(about);
        var other = await newspaper.Publish(about with { Headline = "Westray looks for a lighthouse keeper" });
        var killed = await newspaper.Publish(about with { Headline = "Lighthouse keeper of Westray arrested" });
        await newspaper.Kill(killed);
        var page = await newspaper.GetHtml($"/articles/{id}/lighthouse-keeper-retires");
        var related = Regex.Match(page, "<article-links aria-labelledby=\"related\".*?</article-links>", RegexOptions.Singleline).Value;
        Assert.Contains($"href=\"/articles/{other}/westray-looks-for-a-lighthouse-keeper\" lang=\"en-GB\" dir=\"ltr\">Westray looks for a lighthouse keeper</a>", related, StringComparison.Ordinal);
        Assert.DoesNotContain(id, related, StringComparison.Ordinal);
        Assert.DoesNotContain(killed, page, StringComparison.Ordinal);
        Assert.Matches($"<body [^>]*data-topics=\"article/{id} [^\"]*article/{other}", page);
    }

    [Fact]
    public async Task Article_page_recommends_articles_that_its_readers_also_read()
    {
        var read = Ferry with { Section = "culture", Slug = null, Summary = null };
        var id = await newspaper.Publish(read with { Headline = "Choir sings", Tags = ["choir"] });
        var other = await newspaper.Publish(read with { Headline = "Potters exhibit", Tags = ["pottery"] });
        var readers = Enumerable.Range(1, 3).Select(n => KeyValuePair.Create((ulong)n, Origin.Of(prefix: (uint)n, agent: 1, isKnown: true))).ToArray();
        newspaper.AlsoRead.AddReads(id, readers);
        newspaper.AlsoRead.AddReads(other, readers);
        var page = await newspaper.GetHtml($"/articles/{id}/choir-sings");
        Assert.Matches($"(?s)<article-links aria-labelledby=\"recommended\" role=\"region\">.*/articles/{other}/potters-exhibit\"[^>]*>Potters exhibit</a>.*</article-links>", page);
        await newspaper.Withhold(other);
        Assert.DoesNotContain(other, await newspaper.GetHtml($"/articles/{id}/choir-sings"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Article_with_another_slug_redirects_permanently_to_its_canonical_path()
    {
        var id = await newspaper.Publish(Ferry);
        var response = await newspaper.Browser.GetAsync($"/articles/{id}/another-name");
        Assert.Equal((HttpStatusCode)308, response.StatusCode);
        Assert.Equal($"/articles/{id}/ferry-returns", response.Headers.Location?.OriginalString);
        Assert.True(response.Headers.CacheControl?.NoCache); // the slug may change back
    }

    [Fact]
    public async Task Killed_article_returns_410_without_its_content()
    {
        var id = await newspaper.Publish(Ferry with { Headline = "Unmistakable words" });
        await newspaper.Kill(id);
        var response = await newspaper.Browser.GetAsync($"/articles/{id}/ferry-returns");
        Assert.Equal(HttpStatusCode.Gone, response.StatusCode);
        Assert.DoesNotContain("Unmistakable", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("Unmistakable", await newspaper.GetHtml("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Withheld_article_and_draft_return_404()
    {
        var id = await newspaper.Publish(Ferry);
        await newspaper.Withhold(id);
        await newspaper.SaveDraft("a-draft", Ferry);
        Assert.Equal(HttpStatusCode.NotFound, await GetStatus($"/articles/{id}/ferry-returns"));
        Assert.Equal(HttpStatusCode.NotFound, await GetStatus("/articles/a-draft"));
    }

    [Theory]
    [InlineData("/sections/nowhere")]
    [InlineData("/tags/nothing-has-this")]
    [InlineData("/tags/Not_A_Slug")]
    [InlineData("/articles/unknown")]
    [InlineData("/articles/-")]
    [InlineData("/no/such/page")]
    public async Task Unknown_page_returns_404_with_a_notice(string path)
    {
        var response = await newspaper.Browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("<h1>Page not found</h1>", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Older_page_continues_where_the_first_page_ends()
    {
        for (var i = 0; i < Listing.PageSize + 2; i++)
            await newspaper.Publish(Ferry with { Headline = $"Match {i}.", Section = "sport", Slug = null });
        var first = await newspaper.GetHtml("/sections/sport");
        var older = Regex.Match(first, "href=\"(/sections/sport\\?before=[^\"]+)\" rel=\"next\"").Groups[1].Value;
        var second = await newspaper.GetHtml(older);
        Assert.Contains(">Match 2.<", first, StringComparison.Ordinal);
        Assert.DoesNotContain(">Match 1.<", first, StringComparison.Ordinal);
        Assert.Contains(">Match 1.<", second, StringComparison.Ordinal);
        Assert.DoesNotContain(">Match 2.<", second, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, await GetStatus("/sections/sport?before=another.5"));
    }

    [Fact]
    public async Task Content_security_policy_allows_only_own_scripts_and_styles()
    {
        var response = await newspaper.Browser.GetAsync("/");
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        var page = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script(?! type=\"module\" src=\"/assets/| type=\"application/ld\\+json\")", page);
    }

    [Fact]
    public async Task Assets_are_immutable_under_their_hashed_url()
    {
        var page = await newspaper.GetHtml("/");
        foreach (Match asset in Regex.Matches(page, "\"(/assets/[^\"]+)\""))
        {
            var response = await newspaper.Browser.GetAsync(asset.Groups[1].Value);
            Assert.Contains("immutable", response.Headers.GetValues("Cache-Control").Single(), StringComparison.Ordinal);
            Assert.NotNull(response.Headers.ETag);
        }
    }

    [Fact]
    public async Task Client_library_allows_any_origin_and_app_script_does_not()
    {
        var client = await newspaper.Browser.GetAsync("/assets/newshub-client.js");
        Assert.Equal("text/javascript", client.Content.Headers.ContentType?.MediaType);
        Assert.Equal("*", client.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("NewsWire", await client.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var appScript = await newspaper.Browser.GetAsync("/assets/app.js");
        Assert.False(appScript.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Script_for_other_sites_has_its_words_and_is_kept_for_minutes()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/embed.js");
        request.Headers.AcceptEncoding.ParseAdd("br");
        using var compressed = await newspaper.Browser.SendAsync(request);
        var script = await newspaper.Browser.GetAsync("/embed.js");

        Assert.Equal("text/javascript", script.Content.Headers.ContentType?.MediaType);
        Assert.Equal("*", script.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal((TimeSpan.FromMinutes(5), true), (script.Headers.CacheControl?.MaxAge, script.Headers.CacheControl?.Public));
        Assert.StartsWith("const newshubWords={\"latest\":\"Latest\"", await script.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("br", compressed.Content.Headers.ContentEncoding.Single());
        using var again = new HttpRequestMessage(HttpMethod.Get, "/embed.js");
        again.Headers.IfNoneMatch.Add(script.Headers.ETag!);
        using var unchanged = await newspaper.Browser.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    private async Task<HttpStatusCode> GetStatus(string path) => (await newspaper.Browser.GetAsync(path)).StatusCode;

    /// <summary>The nodes of a page's JSON-LD by their type.</summary>
    private static Dictionary<string, JsonElement> StructuredData(string page) =>
        JsonElement.Parse(Regex.Match(page, "(?s)<script type=\"application/ld\\+json\">(.*?)</script>").Groups[1].Value).GetProperty("@graph")
            .EnumerateArray().ToDictionary(node => node.GetProperty("@type").GetString()!);
}
