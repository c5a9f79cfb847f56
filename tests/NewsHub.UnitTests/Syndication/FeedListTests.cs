using NewsHub.Syndication.Feeds;
using NewsHub.Wire;
using Xunit;
using static NewsHub.Tests.Syndication.FeedChanges;

namespace NewsHub.Tests.Syndication;

public class FeedListTests
{
    private static readonly FeedList World = FeedList.Load(FeedKey.Section("world"), [Article("b", 2), Article("a", 1), Article("c", 2)], isComplete: true, [], Noon);

    [Fact]
    public void Articles_are_in_the_order_of_their_dates_and_then_of_their_ids() => Assert.Equal(["b", "c", "a"], World.Ids());

    [Fact]
    public void A_change_of_an_article_keeps_its_place()
    {
        var changed = World.Apply(Article("c", 2, version: 2), Noon);
        Assert.Equal(["b", "c", "a"], changed.Ids());
        Assert.Equal(2, changed.Find("c")!.Version);
    }

    [Fact]
    public void A_change_that_arrives_after_a_newer_one_has_no_effect()
    {
        var newer = World.Apply(Article("c", 2, version: 3), Noon);
        Assert.Same(newer, newer.Apply(Article("c", 2, version: 2), Noon));
        Assert.Same(newer, newer.Apply(WireArticle.Bare("c", 2), Noon));
    }

    [Fact]
    public void An_article_that_moves_to_another_section_leaves() => Assert.Equal(["b", "a"], World.Apply(Article("c", 2, version: 2, section: "sport"), Noon).Ids());

    [Fact]
    public void A_withdrawn_article_leaves() => Assert.Equal(["b", "a"], World.Apply(WireArticle.Bare("c", 2), Noon).Ids());

    [Fact]
    public void A_change_that_does_not_concern_the_list_keeps_its_reference()
    {
        Assert.Same(World, World.Apply(Article("x", 9, section: "sport"), Noon));
        Assert.Same(World, World.Apply(WireArticle.Bare("x", 2), Noon));
    }

    [Fact]
    public void Corrections_are_in_the_order_of_the_latest_correction()
    {
        var list = FeedList.Load(FeedKey.Corrections, [Article("a", 1, correctedMinute: 5), Article("b", 2, correctedMinute: 4), Article("c", 3)], isComplete: true, [], Noon);
        Assert.Equal(["a", "b"], list.Ids());
        Assert.Equal(["b", "a"], list.Apply(Article("b", 2, version: 2, correctedMinute: 6), Noon).Ids());
    }

    [Fact]
    public void A_full_list_keeps_the_latest_and_is_no_longer_complete()
    {
        var list = Enumerable.Range(0, FeedList.Capacity + 1).Aggregate(World, (list, minute) => list.Apply(Article($"n{minute}", 10 + minute), Noon));
        Assert.Equal(FeedList.Capacity, list.Items.Length);
        Assert.Equal($"n{FeedList.Capacity}", list.Ids()[0]);
        Assert.False(list.IsComplete);
        Assert.Same(list, list.Apply(Article("old", 0), Noon));
    }

    [Fact]
    public void A_list_that_lost_too_many_is_short_unless_it_is_complete()
    {
        WireArticle[] articles = [.. Enumerable.Range(0, FeedList.Shown).Select(minute => Article($"n{minute}", minute))];
        Assert.False(FeedList.Load(FeedKey.All, articles, isComplete: false, [], Noon).IsShort);
        Assert.True(FeedList.Load(FeedKey.All, articles, isComplete: false, [], Noon).Apply(WireArticle.Bare("n7", 2), Noon).IsShort);
        Assert.False(FeedList.Load(FeedKey.All, articles, isComplete: true, [], Noon).Apply(WireArticle.Bare("n7", 2), Noon).IsShort);
    }
}
