using NewsHub.Web.Related;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Web;

public class RecommendationsTests
{
    private static readonly WireArticle[] Many = [.. Enumerable.Range(1, 12).Select(i => About($"a{i}"))];

    [Fact]
    public void Lists_do_not_repeat_each_other_or_articles_shown_on_the_page()
    {
        var recommendations = Recommendations.From(null, [About("a1"), About("a2"), About("a3")], [About("a3"), About("a4"), About("a4"), About("a5")], ["a1", "a5"]);
        Assert.Equal(["a2", "a3"], Ids(recommendations.Related));
        Assert.Equal(["a4"], Ids(recommendations.Recommended));
    }

    [Fact]
    public void One_article_is_listed_for_each_headline_and_none_with_that_of_the_page()
    {
        var recommendations = Recommendations.From("Ferry sails", [About("a1", "Ferry sails"), About("a2", "Pier opens"), About("a3", "PIER OPENS")], [About("a4", "Pier opens"), About("a5", "Tug")], []);
        Assert.Equal(["a2"], Ids(recommendations.Related));
        Assert.Equal(["a5"], Ids(recommendations.Recommended));
    }

    [Fact]
    public void Lists_are_limited_to_the_list_length()
    {
        var recommendations = Recommendations.From(null, Many, [Many[8], Many[11]], []);
        Assert.Equal(Recommendations.ListLength, recommendations.Related.Count);
        Assert.Equal(["a9", "a12"], Ids(recommendations.Recommended));
    }

    [Fact]
    public void Live_blogs_change_on_the_topic_that_does_not_have_all_their_posts()
    {
        var live = new Coverage { State = CoverageState.Live };
        var recommendations = Recommendations.From(null, [About("a1"), About("a2") with { Coverage = live }], [About("a3") with { Coverage = live }], []);
        Assert.Equal(["article/a1", "live"], recommendations.Topics);
    }

    private static IEnumerable<string> Ids(IEnumerable<WireArticle> articles) => articles.Select(article => article.Id);

    private static WireArticle About(string id, string? headline = null) => new() { Id = id, Version = 1, Headline = headline ?? $"About {id}", Url = $"/articles/{id}" };
}
