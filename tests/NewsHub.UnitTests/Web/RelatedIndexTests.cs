using NewsHub.Web.Related;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Web;

public class RelatedIndexTests
{
    [Fact]
    public void Find_returns_articles_that_share_words()
    {
        var find = Index(
            About("ferry", "Old ferry sails into the harbour"),
            About("captain", "Captain of the ferry tells of the harbour at dawn"),
            About("garden", "A garden that looks like a cemetery"));
        Assert.Equal(["ferry", "captain"], find("Ferry leaves harbour"));
    }

    [Fact]
    public void One_shared_word_is_not_enough()
    {
        var find = Index(About("ferry", "Old ferry sails"), About("prices", "Ferry tickets cost more"));
        Assert.Empty(find("Ferry leaves harbour"));
    }

    [Fact]
    public void One_shared_tag_is_enough_and_outweighs_shared_words()
    {
        var find = Index(
            About("words", "Summit in the mountains ends without agreement"), About("tagged", "Nations quarrel over coal", "climate-summit"));
        Assert.Equal(["tagged", "words"], find("Summit ends in agreement on coal", "climate-summit"));
    }

    [Fact]
    public void A_rare_word_weighs_more_than_a_frequent_one()
    {
        var others = Enumerable.Range(0, 3).Select(i => About($"council-{i}", $"Council votes budget{i}"));
        var find = Index([.. others, About("frequent", "Council votes today"), About("rare", "Council hears Marguerite")]);
        Assert.Equal("rare", find("Council votes Marguerite").First());
    }

    [Fact]
    public void Equally_similar_articles_are_ordered_latest_first()
    {
        var find = Index(About("late", "Ferry leaves harbour"), About("early", "Ferry leaves harbour"));
        Assert.Equal(["late", "early"], find("Ferry leaves harbour"));
    }

    [Fact]
    public void Common_words_are_ignored()
    {
        var find = Index([.. Enumerable.Range(0, 20).Select(i => About($"a{i}", $"Weather tomorrow number{i}"))]);
        Assert.Empty(find("Weather tomorrow"));
    }

    [Fact]
    public void Terms_are_bounded_and_keep_tags()
    {
        var terms = Terms.Of(["harbour"], string.Join(' ', Enumerable.Range(1000, 200)), "More words");
        Assert.Equal(Terms.MaxTerms, terms.Values.Count);
        Assert.Contains("#harbour", terms.Values);
    }

    [Fact]
    public void Terms_split_and_lowercase_words_in_any_script()
    {
        var terms = Terms.Of(["pier"], "Die FÄHRE, лодка", "(harbour)");
        Assert.Equal(["#pier", "fähre", "harbour", "лодка"], terms.Values.Order(StringComparer.Ordinal));
    }

    private delegate IEnumerable<string> Search(string headline, params string[] tags);

    private static Search Index(params WireArticle[] articles) =>
        (headline, tags) => RelatedIndex.Of(articles).Find(Terms.Of(tags, headline)).Select(article => article.Id);

    private static WireArticle About(string id, string headline, params string[] tags) =>
        new() { Id = id, Version = 1, Headline = headline, Tags = tags, Url = $"/articles/{id}" };
}
