using System.Net;
using System.Text.RegularExpressions;
using NewsHub.Articles.Drafts;
using NewsHub.Web.Front;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Web;

public class PageTests(Newspaper newspaper) : IClassFixture<Newspaper>
{
    private static readonly Draft Ferry = new()
    {
        Headline = "Ferry returns to the <old> harbour", Summary = "After nine years it sails again.", Section = "world", Slug = "ferry-returns",
        Tags = ["harbour"], Byline = "Ada Quill", Source = new Source("Harbour Wire", "https://harbour.example"), Language = "en-GB",
        Image = new Image("https://harbour.example/ferry.jpg", "A white ferry", "B. Lens"), Body = "It sails.", BodyHtml = "<p>It <em>sails</em>.</p>",
    };

    [Fact]
    public async Task The_front_page_lists_what_was_published_and_says_where_on_the_wire_it_stands()
    {
        var id = await newspaper.Publish(Ferry with { Headline = "On the front page" });
        var page = await newspaper.Read("/");
        Assert.Contains($"href=\"/articles/{id}/ferry-returns\">On the front page</a>", page, StringComparison.Ordinal);
        Assert.Matches("<body data-cursor=\"[0-9a-z]+\\.[0-9]+\" data-topics=\"news breaking ranking/rising ranking/today\">", page);
    }

    [Fact]
    public async Task An_alert_is_in_the_banner_of_every_page_but_its_own()
    {
        var id = await newspaper.Publish(Ferry with { Headline = "Harbour closed", Alert = AlertLevel.Flash });
        Assert.Matches($"<breaking-banner.*<li data-article=\"{id}\" data-alert=\"flash\"", await newspaper.Read("/sections/sport"));
        Assert.DoesNotMatch($"<breaking-banner.*<li data-article=\"{id}\"", await newspaper.Read($"/articles/{id}/ferry-returns"));
    }

    [Fact]
    public async Task An_article_page_is_complete_without_a_script()
    {
        var id = await newspaper.Publish(Ferry);
        await newspaper.Correct(id, "It was nine years, not eight.");
        var page = await newspaper.Read($"/articles/{id}/ferry-returns");
        string[] parts =
        [
            "<h1>Ferry returns to the &lt;old&gt; harbour</h1>", "After nine years it sails again.", "<p>It <em>sails</em>.</p>", "Ada Quill",
            "<a class=\"source\" href=\"https://harbour.example\"", "alt=\"A white ferry\"", "B. Lens", "<article lang=\"en-GB\">",
            "It was nine years, not eight.", "<a href=\"/sections/world\">World</a>", "<a href=\"/tags/harbour\" rel=\"tag\">harbour</a>",
            $"/articles/{id}/ferry-returns\"", "Very good",
        ];
        Assert.All(parts, part => Assert.Contains(part, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_article_page_lists_what_is_related_and_follows_it_and_nothing_that_was_killed()
    {
        var about = Ferry with { Headline = "Lighthouse keeper retires", Summary = "The lighthouse keeper of Westray goes.", Tags = ["westray"], Slug = null };
        var id = await newspaper.Publish(about);
        var other = await newspaper.Publish(about with { Headline = "Westray looks for a lighthouse keeper" });
        var killed = await newspaper.Publish(about with { Headline = "Lighthouse keeper of Westray arrested" });
        await newspaper.Kill(killed);
        var page = await newspaper.Read($"/articles/{id}");
        var related = Regex.Match(page, "<article-links aria-labelledby=\"related\".*?</article-links>", RegexOptions.Singleline).Value;
        Assert.Contains($"href=\"/articles/{other}\">Westray looks for a lighthouse keeper</a>", related, StringComparison.Ordinal);
        Assert.DoesNotContain(id, related, StringComparison.Ordinal);
        Assert.DoesNotContain(killed, page, StringComparison.Ordinal);
        Assert.Matches($"<body [^>]*data-topics=\"article/{id} [^\"]*article/{other}", page);
    }

    [Fact]
    public async Task What_readers_of_an_article_also_read_is_recommended()
    {
        var read = Ferry with { Section = "culture", Slug = null, Summary = null };
        var id = await newspaper.Publish(read with { Headline = "Choir sings", Tags = ["choir"] });
        var other = await newspaper.Publish(read with { Headline = "Potters exhibit", Tags = ["pottery"] });
        newspaper.AlsoRead.Note(id, [1, 2, 3]);
        newspaper.AlsoRead.Note(other, [1, 2, 3]);
        var page = await newspaper.Read($"/articles/{id}");
        Assert.Matches($"(?s)<article-links aria-labelledby=\"recommendation\" role=\"region\">.*/articles/{other}\">Potters exhibit</a>.*</article-links>", page);
        await newspaper.Withhold(other);
        Assert.DoesNotContain(other, await newspaper.Read($"/articles/{id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_article_has_one_address()
    {
        var id = await newspaper.Publish(Ferry);
        var response = await newspaper.Browser.GetAsync($"/articles/{id}/another-name");
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal($"/articles/{id}/ferry-returns", response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Nothing_is_left_of_a_killed_article()
    {
        var id = await newspaper.Publish(Ferry with { Headline = "Unmistakable words" });
        await newspaper.Kill(id);
        var response = await newspaper.Browser.GetAsync($"/articles/{id}/ferry-returns");
        Assert.Equal(HttpStatusCode.Gone, response.StatusCode);
        Assert.DoesNotContain("Unmistakable", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("Unmistakable", await newspaper.Read("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_withheld_article_and_a_draft_are_not_found()
    {
        var id = await newspaper.Publish(Ferry);
        await newspaper.Withhold(id);
        await newspaper.Keep("a-draft", Ferry);
        Assert.Equal(HttpStatusCode.NotFound, await Status($"/articles/{id}/ferry-returns"));
        Assert.Equal(HttpStatusCode.NotFound, await Status("/articles/a-draft"));
    }

    [Theory]
    [InlineData("/sections/nowhere")]
    [InlineData("/tags/nothing-has-this")]
    [InlineData("/tags/Not_A_Slug")]
    [InlineData("/articles/unknown")]
    [InlineData("/articles/-")]
    [InlineData("/no/such/page")]
    public async Task What_is_not_there_has_a_page_that_says_so(string path)
    {
        var response = await newspaper.Browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("<h1>Page not found</h1>", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_is_told_in_its_own_format()
    {
        var response = await newspaper.Browser.GetAsync("/api/nothing");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Older_pages_go_on_where_the_front_page_ends()
    {
        for (var i = 0; i < Listing.PageSize + 2; i++)
            await newspaper.Publish(Ferry with { Headline = $"Match {i}.", Section = "sport", Slug = null });
        var first = await newspaper.Read("/sections/sport");
        var older = Regex.Match(first, "href=\"(/sections/sport\\?before=[^\"]+)\" rel=\"next\"").Groups[1].Value;
        var second = await newspaper.Read(older);
        Assert.Contains(">Match 2.<", first, StringComparison.Ordinal);
        Assert.DoesNotContain(">Match 1.<", first, StringComparison.Ordinal);
        Assert.Contains(">Match 1.<", second, StringComparison.Ordinal);
        Assert.DoesNotContain(">Match 2.<", second, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, await Status("/sections/sport?before=another.5"));
    }

    [Fact]
    public async Task Pages_let_the_browser_run_only_what_we_ship()
    {
        var response = await newspaper.Browser.GetAsync("/");
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        var page = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script(?! type=\"module\" src=\"/assets/)", page);
    }

    [Fact]
    public async Task Script_and_styles_are_kept_by_browsers_until_they_change()
    {
        var page = await newspaper.Read("/");
        foreach (Match asset in Regex.Matches(page, "\"(/assets/[^\"]+)\""))
        {
            var response = await newspaper.Browser.GetAsync(asset.Groups[1].Value);
            Assert.Contains("immutable", response.Headers.GetValues("Cache-Control").Single(), StringComparison.Ordinal);
            Assert.NotNull(response.Headers.ETag);
        }
    }

    [Fact]
    public async Task The_client_may_be_imported_by_pages_of_any_site()
    {
        var client = await newspaper.Browser.GetAsync("/assets/newshub-client.js");
        Assert.Equal("text/javascript", client.Content.Headers.ContentType?.MediaType);
        Assert.Equal("*", client.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("NewsWire", await client.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var ours = await newspaper.Browser.GetAsync("/assets/app.js");
        Assert.False(ours.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private async Task<HttpStatusCode> Status(string path) => (await newspaper.Browser.GetAsync(path)).StatusCode;
}
