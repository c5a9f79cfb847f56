using CsCheck;
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
        var find = Index(About("late", "Ferry leaves harbour"), About("early", "Harbour, ferry leaves"));
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
        Assert.Equal(Terms.MaxTerms, terms.Keys.Count);
        Assert.Equal(6, terms.Keys[Terms.KeyOf("harbour", isTag: true)]);
        Assert.Equal(terms.Keys.Values.Sum(), terms.Length);
    }

    [Fact]
    public void Terms_split_and_lowercase_words_in_any_script()
    {
        var terms = Terms.Of(["pier"], "Die FÄHRE, лодка", "(harbour) fähre");
        Assert.Equal(
            new Dictionary<uint, int> { [Terms.KeyOf("pier", isTag: true)] = 6, [Terms.KeyOf("fähre")] = 5, [Terms.KeyOf("лодка")] = 3, [Terms.KeyOf("harbour")] = 2 }, terms.Keys);
    }

    [Fact]
    public void Stop_words_are_those_of_the_articles_language()
    {
        Assert.Single(Terms.Of([], "war and peace", language: "de-AT").Keys, term => term.Key == Terms.KeyOf("peace"));
        Assert.Equal([Terms.KeyOf("war"), Terms.KeyOf("peace")], Terms.Of([], "war and peace", language: "en-GB").Keys.Keys);
        Assert.Equal([Terms.KeyOf("peace")], Terms.Of([], "war and peace").Keys.Keys);
        Assert.Equal([Terms.KeyOf("peace")], Terms.Of([], "war and peace", language: "xx").Keys.Keys);
    }

    [Fact]
    public void One_article_is_found_for_each_headline_and_not_the_article_itself()
    {
        var index = Fill(new RelatedIndex(), [About("late", "Ferry leaves harbour"), About("early", "FERRY leaves harbour"), About("other", "Ferry enters harbour")]);

        Assert.Equal(["late", "other"], index.Find(Terms.Of([], "Ferry in harbour"), null, 10));
        Assert.Equal(["early", "other"], index.Find(Terms.Of([], "Ferry in harbour"), "late", 10));
        Assert.Equal(["late"], index.Find(Terms.Of([], "Ferry in harbour"), null, 1));
    }

    [Fact]
    public void A_full_index_leaves_out_the_oldest_article()
    {
        var index = new RelatedIndex(capacity: 3);
        foreach (var n in (int[])[2, 4, 1, 3, 0, 5]) index.Set(About($"a{n}", $"Ferry harbour number{n}"), n);

        Assert.Equal(["a5", "a4", "a3"], index.Find(Terms.Of([], "Ferry harbour"), null, 10));
    }

    [Fact]
    public void An_index_that_followed_changes_finds_the_same_as_one_that_was_built_from_the_result() =>
        Gen.Select(Gen.Int[0, 11], Gen.Int[0, 7], Gen.Int[0, 7], Gen.Bool).Array[1, 60].Sample(changes =>
        {
            string[] words = ["ferry", "harbour", "pier", "captain", "storm", "council", "budget", "garden"];
            var (followed, current) = (new RelatedIndex(capacity: 8), new Dictionary<string, (WireArticle Article, int At)>());
            for (var n = 0; n < changes.Length; n++)
            {
                var (id, one, other, isRemoved) = changes[n];
                var article = About($"a{id}", $"{words[one]} {words[other]} number{n}", words[(one + other) % 8]);
                if (isRemoved) followed.Remove(article.Id);
                else followed.Set(article, n);
                if (!isRemoved) current[article.Id] = (article, n);
                else current.Remove(article.Id);
                if (current.Count > 8) current.Remove(current.MinBy(known => known.Value.At).Key);
            }
            var built = new RelatedIndex(capacity: 8);
            foreach (var (article, at) in current.Values.OrderBy(known => known.At)) built.Set(article, at);

            Assert.Equal(built.Count, followed.Count);
            foreach (var word in words)
                Assert.Equal(built.Find(Terms.Of([word], $"{word} storm harbour"), null, 20), followed.Find(Terms.Of([word], $"{word} storm harbour"), null, 20));
        });

    private static RelatedIndex Fill(RelatedIndex index, WireArticle[] latestFirst)
    {
        for (var n = 0; n < latestFirst.Length; n++) index.Set(latestFirst[n], latestFirst.Length - n);
        return index;
    }

    private delegate IEnumerable<string> Search(string headline, params string[] tags);

    private static Search Index(params WireArticle[] articles) =>
        (headline, tags) => Fill(new RelatedIndex(), articles).Find(Terms.Of(tags, headline), null, 20);

    private static WireArticle About(string id, string headline, params string[] tags) =>
        new() { Id = id, Version = 1, Headline = headline, Tags = tags, Url = $"/articles/{id}" };
}
