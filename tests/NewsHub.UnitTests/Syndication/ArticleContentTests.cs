using Microsoft.Extensions.Options;
using NewsHub.Articles;
using NewsHub.Articles.Language;
using NewsHub.Syndication;
using NewsHub.Syndication.Formats;
using Xunit;
using static NewsHub.Tests.Syndication.FeedChanges;

namespace NewsHub.Tests.Syndication;

public class ArticleContentTests
{
    private const string Page = "https://news.example/articles/a/ferry";

    private static readonly Article Ferry = new()
    {
        Id = "a", Version = 2, Status = ArticleStatus.Published, Newsroom = "harbour", Headline = "Ferry", Section = "world", Language = "he", CreatedAt = Noon,
        UpdatedAt = Noon, BodyHtml = "<p>It <a href=\"/tags/boats\">sails</a>.</p>",
    };

    [Theory]
    [InlineData("<a href=\"/tags/boats\">x</a>", "<a href=\"https://news.example/tags/boats\">x</a>")]
    [InlineData("<a href=\"#fn:1\">x</a>", $"<a href=\"{Page}#fn:1\">x</a>")]
    [InlineData("<img src=\"/a.jpg?w=1&amp;h=2\" alt=\"\">", "<img src=\"https://news.example/a.jpg?w=1&amp;h=2\" alt=\"\">")]
    [InlineData("<blockquote cite=\"../b\"><p>x</p></blockquote>", "<blockquote cite=\"https://news.example/articles/b\"><p>x</p></blockquote>")]
    [InlineData("<p>Write href=\"/x\" &lt;here&gt; <a href=\"https://a.example\">y</a></p>", "<p>Write href=\"/x\" &lt;here&gt; <a href=\"https://a.example/\">y</a></p>")]
    [InlineData("<p>5 &lt; 6 &amp; <a href=\"mailto:a@b.example\">y</a></p>", "<p>5 &lt; 6 &amp; <a href=\"mailto:a@b.example\">y</a></p>")]
    public void Addresses_become_absolute(string html, string expected) => Assert.Equal(expected, ArticleContent.WithAbsoluteAddresses(html, Page));

    [Fact]
    public void Corrections_come_first_and_the_content_has_its_language_and_direction()
    {
        var content = Of(Ferry with { Corrections = [new Correction(Noon, "Nine <years>."), new Correction(Noon.AddHours(1), "Ten.")] });

        Assert.StartsWith("<div lang=\"he\" dir=\"rtl\"><p lang=\"en\" dir=\"ltr\"><strong>Correction</strong> <time datetime=\"2026-11-23T13:00:00Z\">", content, StringComparison.Ordinal);
        Assert.True(content.IndexOf("Ten.", StringComparison.Ordinal) < content.IndexOf("Nine &lt;years&gt;.", StringComparison.Ordinal));
        Assert.EndsWith("<p>It <a href=\"https://news.example/tags/boats\">sails</a>.</p></div>", content, StringComparison.Ordinal);
    }

    [Fact]
    public void An_article_without_a_body_shows_its_summary() =>
        Assert.Equal("<div dir=\"auto\"><p>It &lt;sails&gt;.</p></div>", Of(Ferry with { BodyHtml = null, Language = null, Summary = "It <sails>." }));

    private static string Of(Article article) => ArticleContent.Of(
        article with { Slug = "ferry" }, new SiteAddress("https://news.example", "news.example"), new Words(Options.Create(new LanguageOptions())));
}
