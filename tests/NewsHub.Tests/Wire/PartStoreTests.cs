using NewsHub.Tests.Wire.Stores;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Wire;

/// <summary>Tests of parts of articles that run on every database.</summary>
public abstract class PartStoreTests : StoreTests
{
    private IWireStore Store => Stores.Wire;

    [SkippableFact]
    public async Task A_part_has_its_own_document_versions_and_entries()
    {
        await Store.Commit(Commits.Publish("match"));
        await Store.Commit(Commits.Part("match", "match-1", "Kick-off"));
        await Store.Commit(Commits.Part("match", "match-1", "Kick-off, late", expected: 1));

        var entries = await Store.ReadAfter(0, 10);
        Assert.Equal([new Subject("match"), new Subject("match-1", "match"), new Subject("match-1", "match")], entries.Select(entry => entry.Subject));
        Assert.Equal([1, 1, 2], entries.Select(entry => entry.Version));
        Assert.Equal((1, 2), ((await Store.FindDocument("match"))!.Version, (await Store.FindDocument("match-1"))!.Version));
        Assert.NotNull(await Store.FindDocument("match-1", 1));
        Assert.Equal(1, Assert.IsType<CommitOutcome.Conflict>(await Store.Commit(Commits.Part("match", "match-1", expected: 5) with { Subject = new Subject("match") })).CurrentVersion);
    }

    [SkippableFact]
    public async Task A_kill_erases_the_articles_parts_and_it_gets_no_new_ones()
    {
        await Store.Commit(Commits.Publish("match"));
        await Store.Commit(Commits.Part("match", "match-1", "Secret that must go"));
        await Store.Commit(Commits.Part("match", "match-1", "Secret that must go, too", expected: 1));
        await Store.Commit(Commits.Publish("other"));
        await Store.Commit(Commits.Part("other", "other-1", "What stays"));

        await Store.Commit(Commits.Kill("match", 1));

        var entries = await Store.ReadAfter(0, 10);
        Assert.Equal([true, true, true, false, false, false], entries.Select(entry => entry.IsErased));
        Assert.Equal(new Subject("match-1", "match"), entries[1].Subject);
        Assert.Null(await Store.FindDocument("match-1"));
        Assert.Null(await Store.FindDocument("match-1", 1));
        Assert.NotNull(await Store.FindDocument("other-1"));
        Assert.IsType<CommitOutcome.ParentGone>(await Store.Commit(Commits.Part("match", "match-2")));
        Assert.IsType<CommitOutcome.Committed>(await Store.Commit(Commits.Part("other", "other-2")));
    }

    [SkippableFact]
    public async Task A_withhold_erases_the_entries_of_parts_and_keeps_their_documents()
    {
        await Store.Commit(Commits.Publish("match"));
        await Store.Commit(Commits.Part("match", "match-1", "Secret that must go"));

        await Store.Commit(Commits.Withhold("match", 1));

        Assert.Equal([true, true, false], (await Store.ReadAfter(0, 10)).Select(entry => entry.IsErased));
        Assert.NotNull(await Store.FindDocument("match-1"));
        Assert.IsType<CommitOutcome.ParentGone>(await Store.Commit(Commits.Part("match", "match-2")));
        Assert.IsType<CommitOutcome.Committed>(await Store.Commit(Commits.Part("match", "match-2") with { Entry = null, ListedUnder = [] }));
    }

    [SkippableFact]
    public async Task Posts_are_listed_by_the_place_of_the_entry_that_published_them_until_they_are_moved()
    {
        await Store.Commit(Commits.Publish("match"));
        foreach (var id in new[] { "a", "b", "c" }) await Store.Commit(Commits.Part("match", id));
        await Store.Commit(Commits.Part("match", "b", expected: 1));
        Assert.Equal([("c", Places.Of(4)), ("b", Places.Of(3)), ("a", Places.Of(2))], await Listed(PlaceRange.Newest));
        Assert.Equal([Places.Of(2), Places.Of(3), Places.Of(4), Places.Of(5)], (await Store.ReadAfter(1, 10)).Select(entry => entry.Post!.Position));

        await Store.Commit(Commits.Part("match", "c", expected: 1) with { MovedTo = Places.Of(2) + 1 });

        Assert.Equal(["b", "c", "a"], (await Listed(PlaceRange.Newest)).Select(post => post.Id));
        Assert.Equal(["c", "b"], (await Listed(PlaceRange.After(Places.Of(2)))).Select(post => post.Id));
        Assert.Equal(["a"], (await Listed(PlaceRange.Before((await Listed(PlaceRange.Newest))[1].Place))).Select(post => post.Id));
        Assert.Equal((3, new PartCounts(3, 0)), (await Store.CountListed("posts/match"), await Store.CountParts("match")));

        async Task<(string Id, long Place)[]> Listed(PlaceRange range) =>
            [.. (await Store.ListPosts("posts/match", range, 10)).Select(post => (post.Id, post.Position!.Value))];
    }

    [SkippableFact]
    public async Task A_redaction_of_the_article_keeps_its_parts()
    {
        await Store.Commit(Commits.Publish("match", "First"));
        await Store.Commit(Commits.Part("match", "match-1", "What stays"));

        await Store.Commit(Commits.Change("match", 1, EntryKind.Updated, "Second") with { EraseEntriesUpTo = 1, EraseVersionsUpTo = 1 });

        var entries = await Store.ReadAfter(0, 10);
        Assert.Equal([null, "Second", "Second"], entries.Select(entry => entry.Article.Headline));
        Assert.Equal("What stays", entries[1].Post!.Title);
    }

    [SkippableFact]
    public async Task A_part_of_an_unknown_article_is_not_stored()
    {
        Assert.IsType<CommitOutcome.ParentGone>(await Store.Commit(Commits.Part("nowhere", "part")));
        Assert.Null(await Store.FindDocument("part"));
        Assert.Empty(await Store.ReadAfter(0, 10));
    }

    [SkippableFact]
    public async Task No_part_that_is_committed_beside_a_kill_survives_it()
    {
        await Store.Commit(Commits.Publish("match"));

        var parts = Enumerable.Range(0, 100).Select(n => Store.Commit(Commits.Part("match", $"match-{n}"))).ToArray();
        var kill = Store.Commit(Commits.Kill("match", 1));
        var late = Enumerable.Range(100, 100).Select(n => Store.Commit(Commits.Part("match", $"match-{n}"))).ToArray();

        Assert.IsType<CommitOutcome.Committed>(await kill);
        await Task.WhenAll([.. parts, .. late]);
        Assert.All((await Store.ReadAfter(0, 1000)).Where(entry => entry.Part is not null), entry => Assert.True(entry.IsErased));
        for (var n = 0; n < 200; n++) Assert.Null(await Store.FindDocument($"match-{n}"));
    }

    [SkippableFact]
    public async Task Entries_that_a_hub_of_the_version_before_stores_and_erases_are_read_and_erased()
    {
        await Store.Commit(Commits.Publish("a"));
        await Stores.Run("INSERT INTO entries (sequence, kind, at, article_id, topics, article) VALUES (2, 'Updated', 0, 'a', '[]', '{\"id\":\"a\",\"version\":2,\"url\":\"/articles/a\"}')");
        await Stores.Run(
            "INSERT INTO entries (sequence, kind, at, article_id, topics, article) VALUES (3, 'Updated', 0, 'a', '[\"news\"]', '{\"id\":\"a\",\"version\":3,\"headline\":\"A\",\"url\":\"/articles/a\"}')");
        await Stores.Run("UPDATE articles SET version = 3");
        await Advance(3);

        Assert.Equal([false, true, false], (await Store.ReadAfter(0, 10)).Select(entry => entry.IsErased));
        Assert.IsType<CommitOutcome.Committed>(await Store.Commit(Commits.Change("a", 3, EntryKind.Updated, "B") with { EraseEntriesUpTo = 3, EraseVersionsUpTo = 3 }));
        Assert.Equal([true, true, true, false], (await Store.ReadAfter(0, 10)).Select(entry => entry.IsErased));
    }

    /// <summary>Sets the newest sequence, which PostgreSQL keeps in a row of its own.</summary>
    private protected virtual Task Advance(long head) => Task.CompletedTask;
}
