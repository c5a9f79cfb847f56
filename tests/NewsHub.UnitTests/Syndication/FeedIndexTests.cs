using NewsHub.Syndication.Feeds;
using NewsHub.Wire;
using Xunit;
using static NewsHub.Tests.Syndication.FeedChanges;

namespace NewsHub.Tests.Syndication;

public class FeedIndexTests
{
    private readonly FeedIndex _index = new(Clock);

    public FeedIndexTests() => _index.Start([]);

    [Fact]
    public void A_killed_article_is_replaced_by_a_tombstone_in_every_list_of_its_topics()
    {
        foreach (var key in new[] { FeedKey.All, FeedKey.Section("world"), FeedKey.Tag("boats"), FeedKey.Section("sport") }) _index.Load(key, Article("a", 1));

        Assert.False(_index.Apply(Killed("a", 2)));

        foreach (var key in new[] { FeedKey.All, FeedKey.Section("world"), FeedKey.Tag("boats") })
        {
            Assert.Empty(_index.Find(key)!.Items);
            Assert.Equal(("a", Noon.AddMinutes(1)), _index.Find(key)!.Tombstones.Single() switch { var tombstone => (tombstone.Id, tombstone.PublishedAt) });
        }

        Assert.Empty(_index.Find(FeedKey.Section("sport"))!.Tombstones);
    }

    [Fact]
    public void A_withdrawal_of_an_article_in_no_list_needs_its_date()
    {
        Assert.True(_index.Apply(Killed("old", 2)));
        _index.Add(Tombstone.Of(Killed("old", 2), Noon.AddYears(-1)));
        Assert.Equal("old", _index.Load(FeedKey.All).Tombstones.Single().Id);
    }

    [Fact]
    public void An_article_that_is_published_again_has_no_tombstone()
    {
        _index.Load(FeedKey.All, Article("a", 1));
        _index.Apply(Entry(EntryKind.Withheld, WireArticle.Bare("a", 2), 2));
        _index.Apply(Published(Article("a", 1, version: 3), 3));
        Assert.Equal(["a"], _index.Find(FeedKey.All)!.Ids());
        Assert.Empty(_index.Find(FeedKey.All)!.Tombstones);
    }

    [Fact]
    public void A_tombstone_that_comes_late_does_not_replace_a_newer_one()
    {
        _index.Load(FeedKey.All, Article("a", 1));
        _index.Apply(Killed("a", 4));
        _index.Add(Tombstone.Of(Entry(EntryKind.Withheld, WireArticle.Bare("a", 2), 2), Noon));
        Assert.True(_index.Find(FeedKey.All)!.Tombstones.Single().IsKilled);
    }

    [Fact]
    public void Entries_that_arrive_while_a_list_is_loaded_are_applied_to_it()
    {
        _index.BeginLoad(FeedKey.All);
        _index.Apply(Published(Article("new", 5)));
        _index.Apply(Killed("dead", 2));

        var list = _index.EndLoad(FeedKey.All, [Article("dead", 1), Article("other", 2)], isComplete: true);

        Assert.Equal(["new", "other"], list.Ids());
    }

    [Fact]
    public void A_load_that_failed_leaves_nothing_behind()
    {
        _index.BeginLoad(FeedKey.All);
        _index.CancelLoad(FeedKey.All);
        _index.Apply(Published(Article("new", 5)));
        Assert.Equal(["other"], _index.EndLoad(FeedKey.All, [Article("other", 2)], isComplete: true).Ids());
        Assert.Null(_index.Find(FeedKey.All));
    }

    [Fact]
    public void An_article_of_an_archive_whose_entry_has_only_its_own_topic_joins_its_lists()
    {
        _index.Load(FeedKey.Section("world"), Article("a", 1));
        _index.Apply(Published(Article("old", 0)) with { Topics = [Topic.Article("old")] });
        Assert.Equal(["a", "old"], _index.Find(FeedKey.Section("world"))!.Ids());
    }

    [Fact]
    public void An_article_that_leaves_a_section_leaves_its_list()
    {
        _index.Load(FeedKey.Section("world"), Article("a", 1));
        _index.Apply(Entry(EntryKind.Updated, Article("a", 1, version: 2, section: "sport"), 2));
        Assert.Empty(_index.Find(FeedKey.Section("world"))!.Items);
    }

    [Fact]
    public void A_list_that_the_store_can_fill_up_is_not_in_memory()
    {
        _index.BeginLoad(FeedKey.All);
        _index.EndLoad(FeedKey.All, Enumerable.Range(0, FeedList.Shown).Select(minute => Article($"n{minute}", minute)), isComplete: false);
        Assert.NotNull(_index.Find(FeedKey.All));

        _index.Apply(Killed("n3", 2));

        Assert.Null(_index.Find(FeedKey.All));
    }

    [Fact]
    public void The_list_that_was_not_asked_for_the_longest_makes_room()
    {
        for (var n = 0; n < FeedIndex.MaxLists; n++) _index.Load(FeedKey.Tag($"t{n}"));
        Assert.NotNull(_index.Find(FeedKey.Tag("t0")));

        _index.Load(FeedKey.Tag("new"));

        Assert.NotNull(_index.Find(FeedKey.Tag("t0")));
        Assert.Null(_index.Find(FeedKey.Tag("t1")));
    }

    [Fact]
    public void Only_withdrawals_and_redactions_count_as_erasures()
    {
        _index.Apply(Published(Article("a", 1)));
        _index.Apply(Entry(EntryKind.Corrected, Article("a", 1, version: 2), 2));
        Assert.Equal(0, _index.Erasures);
        _index.Apply(Entry(EntryKind.Updated, Article("a", 1, version: 3) with { RedactedUpTo = 2 }, 3));
        _index.Apply(Killed("a", 4, 4));
        Assert.Equal(2, _index.Erasures);
    }
}
