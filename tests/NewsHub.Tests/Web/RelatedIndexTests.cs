using NewsHub.Web.Front;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Web;

public class SubjectsTests
{
    [Fact]
    public void Articles_about_the_same_are_found_by_their_words()
    {
        var near = Near(
            About("ferry", "Old ferry sails into the harbour"),
            About("captain", "Captain of the ferry tells of the harbour at dawn"),
            About("garden", "A garden that looks like a cemetery"));
        Assert.Equal(["ferry", "captain"], near("Ferry leaves harbour"));
    }

    [Fact]
    public void One_common_word_makes_no_story()
    {
        var near = Near(About("ferry", "Old ferry sails"), About("prices", "Ferry tickets cost more"));
        Assert.Empty(near("Ferry leaves harbour"));
    }

    [Fact]
    public void A_shared_tag_is_enough_and_weighs_more_than_words()
    {
        var near = Near(
            About("words", "Summit in the mountains ends without agreement"), About("tagged", "Nations quarrel over coal", "climate-summit"));
        Assert.Equal(["tagged", "words"], near("Summit ends in agreement on coal", "climate-summit"));
    }

    [Fact]
    public void A_rare_word_tells_more_than_a_frequent_one()
    {
        var others = Enumerable.Range(0, 3).Select(i => About($"council-{i}", $"Council votes budget{i}"));
        var near = Near([.. others, About("frequent", "Council votes today"), About("rare", "Council hears Marguerite")]);
        Assert.Equal("rare", near("Council votes Marguerite").First());
    }

    [Fact]
    public void Of_equally_near_articles_the_latest_comes_first()
    {
        var near = Near(About("late", "Ferry leaves harbour"), About("early", "Ferry leaves harbour"));
        Assert.Equal(["late", "early"], near("Ferry leaves harbour"));
    }

    [Fact]
    public void What_everybody_writes_of_tells_nothing()
    {
        var near = Near([.. Enumerable.Range(0, 20).Select(i => About($"a{i}", $"Weather tomorrow number{i}"))]);
        Assert.Empty(near("Weather tomorrow"));
    }

    [Fact]
    public void A_subject_is_bounded_and_keeps_its_tags()
    {
        var subject = Terms.Of(["harbour"], string.Join(' ', Enumerable.Range(1000, 200)), "More words");
        Assert.Equal(Terms.MaxTerms, subject.Values.Count);
        Assert.Contains("#harbour", subject.Values);
    }

    [Fact]
    public void Words_are_told_apart_in_any_script_and_case()
    {
        var subject = Terms.Of(["pier"], "Die FÄHRE, лодка", "(harbour)");
        Assert.Equal(["#pier", "fähre", "harbour", "лодка"], subject.Values.Order(StringComparer.Ordinal));
    }

    private delegate IEnumerable<string> Finding(string headline, params string[] tags);

    private static Finding Near(params WireArticle[] articles) =>
        (headline, tags) => RelatedIndex.Of(articles).Near(Terms.Of(tags, headline)).Select(article => article.Id);

    private static WireArticle About(string id, string headline, params string[] tags) =>
        new() { Id = id, Version = 1, Headline = headline, Tags = tags, Url = $"/articles/{id}" };
}
