using NewsHub.Articles.Latest;
using NewsHub.Web.Related;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Web;

public class RecommendationsTests
{
    private static readonly LatestArticlesSnapshot Page = LatestArticlesSnapshot.Load(
        new Cursor("7f3a", 9), Enumerable.Range(1, 12).Select(i => new ListedArticle(new ListPosition(0, 20 - i), About($"a{i}"))), []);

    [Fact]
    public void Lists_do_not_repeat_each_other_or_articles_shown_on_the_page()
    {
        var recommendations = Recommendations.From(Page, [About("a1"), About("a2"), About("a3")], ["a3", "a4", "a4", "a5"], ["a1", "a5"]);
        Assert.Equal(["a2", "a3"], Ids(recommendations.Related));
        Assert.Equal(["a4"], Ids(recommendations.Recommended));
    }

    [Fact]
    public void Withheld_and_unknown_articles_are_not_recommended()
    {
        var withheld = Page.Apply(new Entry
        {
            Cursor = new Cursor("7f3a", 10), Kind = EntryKind.Withheld, At = default, Topics = [Topic.News],
            Article = new WireArticle { Id = "a1", Version = 2, Url = "/articles/a1" },
        });
        Assert.Equal(["a2"], Ids(Recommendations.From(withheld, [], ["a1", "unknown", "a2"], []).Recommended));
    }

    [Fact]
    public void Lists_are_limited_to_the_list_length()
    {
        var recommendations = Recommendations.From(Page, Page.Articles.Select(listed => listed.Article), ["a9", "a12"], []);
        Assert.Equal(Recommendations.ListLength, recommendations.Related.Count);
        Assert.Equal(["a9", "a12"], Ids(recommendations.Recommended));
    }

    private static IEnumerable<string> Ids(IEnumerable<WireArticle> articles) => articles.Select(article => article.Id);

    private static WireArticle About(string id) => new() { Id = id, Version = 1, Headline = $"About {id}", Url = $"/articles/{id}" };
}
