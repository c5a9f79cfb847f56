using NewsHub.Tests.Wire.Stores;
using NewsHub.Trending.Counting;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Wire;

/// <summary>Tests of the wire store that run on every database.</summary>
public abstract class WireStoreTests : StoreTests
{
    private IWireStore Store => Stores.Wire;

    [SkippableFact]
    public async Task Sequences_of_concurrent_commits_are_gapless()
    {
        var commits = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => Store.Commit(Commits.Publish($"a{n}"))));

        var entries = await Store.ReadAfter(0, 1000);
        Assert.All(commits, outcome => Assert.IsType<CommitOutcome.Committed>(outcome));
        Assert.Equal(Enumerable.Range(1, 200).Select(n => (long)n), entries.Select(entry => entry.Seq));
    }

    [SkippableFact]
    public async Task Entries_and_the_epoch_survive_a_restart()
    {
        await Store.Commit(Commits.Publish("a", "Lighthouse lit again"));
        var before = await Store.ReadAfter(0, 10);

        await Stores.Reopen();

        var after = await Store.ReadAfter(0, 10);
        Assert.Equivalent(before, after, strict: true);
        Assert.Equal(before[0].Cursor, after[0].Cursor);
    }

    [SkippableFact]
    public async Task Newest_entries_of_some_kinds_are_read_without_erased_ones()
    {
        await Store.Commit(Commits.Publish("a"));
        await Store.Commit(Commits.Publish("b"));
        await Store.Commit(Commits.Withhold("a", 1));
        await Store.Commit(Commits.Withhold("b", 1));
        await Store.Commit(Commits.Kill("a", 2));

        var withdrawals = await Store.ReadNewest([EntryKind.Killed, EntryKind.Withheld], 0, 10);

        Assert.Equal([(5L, EntryKind.Killed, "a"), (4L, EntryKind.Withheld, "b")], withdrawals.Select(entry => (entry.Seq, entry.Kind, entry.Article.Id)));
        Assert.Equal([5L], (await Store.ReadNewest([EntryKind.Killed, EntryKind.Withheld], 0, 1)).Select(entry => entry.Seq));
        Assert.Empty(await Store.ReadNewest([EntryKind.Killed], 5, 10));
    }

    [SkippableFact]
    public async Task Documents_are_found_in_one_reading()
    {
        await Store.Commit(Commits.Publish("a", "One"));
        await Store.Commit(Commits.Publish("b", "Two"));
        await Store.Commit(Commits.Change("b", 1, EntryKind.Updated, "Three"));

        var found = await Store.FindDocuments(["b", "none", "a"]);

        Assert.Equal([("a", 1), ("b", 2)], found.Select(document => (document.Id, document.Version)).Order());
        Assert.Contains("Three", System.Text.Encoding.UTF8.GetString(found.Single(document => document.Id == "b").Document.Span), StringComparison.Ordinal);
        Assert.Empty(await Store.FindDocuments([]));
    }

    [SkippableFact]
    public async Task Articles_keep_their_blocks_when_others_are_withdrawn()
    {
        foreach (var id in new[] { "a", "b", "c", "d", "e" }) await Store.Commit(Commits.Publish(id));
        await Store.Commit(Commits.Part("a", "a-1"));
        var before = await Store.ReadBlocks(2);
        await Store.Commit(Commits.Kill("b", 1));
        await Store.Commit(Commits.Withhold("c", 1));

        var blocks = await Store.ReadBlocks(2);

        Assert.Equal([2L, 4L], blocks.Ends);
        Assert.Equal(1, blocks.Rest);
        Assert.Equal(before.Ends, blocks.Ends);
        Assert.Equal(["a"], await Between(0, 2));
        Assert.Equal(["d"], await Between(2, 4));
        Assert.Equal(["e"], await Between(4, long.MaxValue));
        Assert.Empty((await Stores.Wire.ReadBlocks(10)).Ends);

        async Task<string[]> Between(long after, long upTo) => [.. (await Store.ListBetween(after, upTo, 10)).Select(listed => listed.Article.Id)];
    }

    [SkippableFact]
    public async Task Of_two_commits_on_one_version_the_second_conflicts()
    {
        await Store.Commit(Commits.Publish("a"));

        var outcomes = await Task.WhenAll(
            Store.Commit(Commits.Change("a", 1, EntryKind.Updated, "One")), Store.Commit(Commits.Change("a", 1, EntryKind.Updated, "Other")));

        Assert.Single(outcomes.OfType<CommitOutcome.Committed>());
        Assert.Equal(2, Assert.Single(outcomes.OfType<CommitOutcome.Conflict>()).CurrentVersion);
        Assert.Equal(2, (await Store.Bounds()).Head);
    }

    [SkippableFact]
    public async Task A_repeated_command_stores_nothing_and_returns_the_first_receipt()
    {
        var command = new IdempotencyKey("desk:1", "fingerprint");
        var first = Assert.IsType<CommitOutcome.Committed>(await Store.Commit(Commits.Publish("a", command: command)));

        await Stores.Reopen();
        var again = Assert.IsType<CommitOutcome.Repeated>(await Store.Commit(Commits.Publish("b", command: command)));

        Assert.Equal(first.Receipt, again.Prior.Receipt);
        Assert.Equal(command, again.Prior.IdempotencyKey);
        Assert.Null(await Store.FindDocument("b"));
    }

    [SkippableFact]
    public async Task A_kill_erases_the_earlier_entries_and_versions()
    {
        await Store.Commit(Commits.Publish("a", "Secret that must go"));
        await Store.Commit(Commits.Change("a", 1, EntryKind.Updated, "Secret that must go, too"));

        await Store.Commit(Commits.Kill("a", 2));

        var entries = await Store.ReadAfter(0, 10);
        Assert.Equal([true, true, false], entries.Select(entry => entry.IsErased));
        Assert.Null(await Store.FindDocument("a", 1));
        Assert.Null(await Store.FindPublic("a"));
        Assert.Empty(await Store.ListPublic([Topic.News], ListPosition.Newest, 10));
    }

    [SkippableFact]
    public async Task A_withhold_erases_the_earlier_entries_and_keeps_the_versions()
    {
        await Store.Commit(Commits.Publish("a", "Secret that must go"));
        await Store.Commit(Commits.Change("a", 1, EntryKind.Updated, "Secret that must go, too"));

        await Store.Commit(Commits.Withhold("a", 2));

        var entries = await Store.ReadAfter(0, 10);
        Assert.Equal([true, true, false], entries.Select(entry => entry.IsErased));
        Assert.Equal([false, false, true], entries.Select(entry => entry.Topics.Count > 0));
        Assert.NotNull(await Store.FindDocument("a", 1));
        Assert.NotNull(await Store.FindDocument("a", 2));
        Assert.Empty(await Store.ListPublic([Topic.News], ListPosition.Newest, 10));
    }

    [SkippableFact]
    public async Task An_upgrade_erases_the_content_of_articles_withheld_by_an_earlier_version()
    {
        await Store.Commit(Commits.Publish("a", "Secret that must go"));
        await Store.Commit(Commits.Withhold("a", 1) with { EraseEntriesUpTo = 0 });
        await Store.Commit(Commits.Publish("b", "What stays"));
        await Store.Commit(Commits.Change("a", 2, EntryKind.Published, "Published again"));
        await Stores.Run(SchemaBeforeErasure);

        await Stores.Reopen();

        Assert.Equal([null, null, "What stays", "Published again"], (await Store.ReadAfter(0, 10)).Select(entry => entry.Article.Headline));
    }

    [SkippableFact]
    public async Task A_deletion_removes_the_document_and_its_versions_and_frees_the_id()
    {
        var draft = Commits.Publish("a", "First") with { Entry = null, ListedUnder = [], DueAt = Commits.Noon };
        await Store.Commit(draft);
        await Store.Commit(draft with { ExpectedVersion = 1 });
        var deletion = draft with
        {
            ExpectedVersion = 2,
            Deletes = true,
            EraseEntriesUpTo = Commit.Everything,
            EraseVersionsUpTo = Commit.Everything,
            Document = default,
            IdempotencyKey = new IdempotencyKey("desk:delete", "fingerprint"),
        };

        Assert.IsType<CommitOutcome.Conflict>(await Store.Commit(deletion with { ExpectedVersion = 1 }));
        Assert.IsType<CommitOutcome.Committed>(await Store.Commit(deletion));
        Assert.IsType<CommitOutcome.Repeated>(await Store.Commit(deletion));

        foreach (var version in (int?[])[null, 1, 2]) Assert.Null(await Store.FindDocument("a", version));
        Assert.Empty(await Store.Due(Commits.Noon, 10));
        Assert.IsType<CommitOutcome.Committed>(await Store.Commit(Commits.Publish("a", "Another")));
        Assert.Equal(["Another"], await Headlines(Topic.News));
        Assert.Null(await Store.FindDocument("a", 2));
    }

    [SkippableFact]
    public async Task A_redaction_erases_entries_and_versions_up_to_the_given_one()
    {
        await Store.Commit(Commits.Publish("a", "First"));
        await Store.Commit(Commits.Change("a", 1, EntryKind.Updated, "Second"));
        await Store.Commit(Commits.Publish("b", "Another"));

        await Store.Commit(Commits.Change("a", 2, EntryKind.Updated, "Third") with { EraseEntriesUpTo = 1, EraseVersionsUpTo = 1 });

        Assert.Equal([null, "Second", "Another", "Third"], (await Store.ReadAfter(0, 10)).Select(entry => entry.Article.Headline));
        Assert.Equal([null, 2, 3], await Task.WhenAll(Enumerable.Range(1, 3).Select(async version => (await Store.FindDocument("a", version))?.Version)));
        Assert.Equal(["Another", "Third"], await Headlines(Topic.News));
    }

    [SkippableFact]
    public async Task Entries_with_an_unknown_kind_or_alert_level_are_read()
    {
        await Store.Commit(Commits.Publish("a"));
        await Stores.Run("INSERT INTO entries (sequence, kind, at, article_id, topics, article) VALUES (2, 'PollOpened', 0, 'a', '{}', '{\"post\":7}')");
        await Stores.Run(
            "INSERT INTO entries (sequence, kind, at, article_id, topics, article) VALUES (3, 'Updated', 0, 'a', '[\"news\"]', "
            + "'{\"id\":\"a\",\"version\":2,\"headline\":\"A\",\"alert\":\"siren\",\"url\":\"/articles/a\",\"more\":{}}')");

        var entries = await Store.ReadAfter(0, 10);

        Assert.Equal([1, 2, 3], entries.Select(entry => entry.Seq));
        Assert.Equal([false, true, false], entries.Select(entry => entry.IsSkipped));
        Assert.Equal((EntryKind.Other, "a", 0), (entries[1].Kind, entries[1].Article.Id, entries[1].Topics.Count));
        Assert.Equal(AlertLevel.Urgent, entries[2].Article.Alert);
    }

    [SkippableFact]
    public async Task Articles_are_listed_by_first_publication_under_all_their_topics()
    {
        await Store.Commit(Commits.Change("a", 0, EntryKind.Published, "A", Topic.News, Topic.Section("world"), Topic.Tag("sea")));
        await Store.Commit(Commits.Change("b", 0, EntryKind.Published, "B", Topic.News, Topic.Section("world")));
        await Store.Commit(Commits.Change("c", 0, EntryKind.Published, "C", Topic.News, Topic.Section("sport"), Topic.Tag("sea")));
        await Store.Commit(Commits.Change("a", 1, EntryKind.Updated, "A2", Topic.News, Topic.Section("sport"), Topic.Tag("sea")));

        Assert.Equal(["C", "B", "A2"], await Headlines(Topic.News));
        Assert.Equal(["B"], await Headlines(Topic.Section("world")));
        Assert.Equal(["C", "A2"], await Headlines(Topic.Section("sport"), Topic.Tag("sea")));
        var second = (await Store.ListPublic([Topic.News], ListPosition.Newest, 10))[1];
        Assert.Equal(["A2"], (await Store.ListPublic([Topic.News], second.Position, 10)).Select(listed => listed.Article.Headline));
    }

    [SkippableFact]
    public async Task An_article_with_a_date_takes_the_place_of_its_date_also_when_it_is_published_again()
    {
        await Store.Commit(Commits.Publish("a", "A"));
        await Store.Commit(Commits.Publish("old", "Old") with { ListedAt = Commits.Noon.AddYears(-60) });
        await Store.Commit(Commits.Publish("older", "Older") with { ListedAt = Commits.Noon.AddYears(-61) });
        await Store.Commit(Commits.Publish("b", "B"));
        Assert.Equal(["B", "A", "Old", "Older"], await Headlines(Topic.News));

        await Store.Commit(Commits.Withhold("old", 1));
        await Store.Commit(Commits.Change("old", 2, EntryKind.Published, "Old again"));

        Assert.Equal(["B", "A", "Old again", "Older"], await Headlines(Topic.News));
        var places = await Store.ListPublic([Topic.Section("world")], ListPosition.Newest, 10);
        for (var i = 0; i < places.Count; i++)
        {
            var rest = await Store.ListPublic([Topic.Section("world")], places[i].Position, 10);
            Assert.Equal(places.Skip(i + 1).Select(place => place.Position), rest.Select(place => place.Position));
        }
    }

    [SkippableFact]
    public async Task An_article_without_a_date_comes_first_after_the_clock_went_back()
    {
        await Store.Commit(Commits.Publish("a", "A"));
        var later = Commits.Publish("b", "B");
        await Store.Commit(later with { Entry = later.Entry! with { At = Commits.Noon.AddHours(-1) } });

        Assert.Equal(["B", "A"], await Headlines(Topic.News));
    }

    [SkippableFact]
    public async Task An_upgrade_lists_articles_by_their_publication_dates()
    {
        await Store.Commit(Dated("new", "New", Commits.Noon));
        await Store.Commit(Dated("old", "Old", Commits.Noon.AddYears(-60)));
        await Stores.Run(SchemaBeforeErasure);

        await Stores.Reopen();

        Assert.Equal(["New", "Old"], await Headlines(Topic.News));
        Assert.Equal(Commits.Noon.AddYears(-60).ToUnixTimeMilliseconds(), (await Store.ListPublic([Topic.News], ListPosition.Newest, 10))[1].Position.At);

        static Commit Dated(string id, string headline, DateTimeOffset date)
        {
            var commit = Commits.Publish(id, headline);
            return commit with { Entry = commit.Entry! with { Article = commit.Entry.Article with { PublishedAt = date } } };
        }
    }

    [SkippableFact]
    public async Task Earlier_versions_are_kept()
    {
        await Store.Commit(Commits.Publish("a", "First"));
        await Store.Commit(Commits.Change("a", 1, EntryKind.Updated, "Second"));

        Assert.Equal("""{"headline":"First"}"""u8.ToArray(), (await Store.FindDocument("a", 1))!.Document.ToArray());
        Assert.Equal("""{"headline":"Second"}"""u8.ToArray(), (await Store.FindDocument("a"))!.Document.ToArray());
    }

    [SkippableFact]
    public async Task Due_returns_an_article_until_its_next_commit()
    {
        await Store.Commit(Commits.Publish("a") with { DueAt = Commits.Noon });
        await Store.Commit(Commits.Publish("b") with { DueAt = Commits.Noon.AddMinutes(1) });

        Assert.Equal([new Subject("a")], await Store.Due(Commits.Noon, 10));
        await Store.Commit(Commits.Change("a", 1, EntryKind.AlertCleared, "A"));
        Assert.Empty(await Store.Due(Commits.Noon, 10));
    }

    [SkippableFact]
    public async Task Pruning_keeps_the_newest_entry_so_that_sequences_continue()
    {
        await Store.Commit(Commits.Publish("a"));
        await Store.Commit(Commits.Publish("b"));

        while (await Store.Prune(Commits.Noon.AddDays(1), Commits.Noon.AddDays(1), 10) > 0) { }

        Assert.Equal((2, 2), await Store.Bounds());
        await Store.Commit(Commits.Publish("c"));
        Assert.Equal((2, 3), await Store.Bounds());
    }

    [SkippableFact]
    public async Task Pruning_deletes_a_bounded_number_of_rows_at_a_time_and_commits_run_in_between()
    {
        const int max = 10;
        for (var n = 0; n < 95; n++) await Store.Commit(Commits.Publish($"old{n}", command: new IdempotencyKey($"desk:{n}", "fingerprint")));
        await Store.Commit(Commits.Publish("young") with { Entry = Commits.Publish("young").Entry! with { At = Commits.Noon.AddDays(40) } });

        var bounds = new List<(long First, long Head)>();
        while (await Store.Prune(Commits.Noon.AddDays(1), Commits.Noon.AddDays(1), max) is var deleted and > 0)
        {
            Assert.InRange(deleted, 1, 2 * max); // entries and commands
            Assert.IsType<CommitOutcome.Committed>(await Store.Commit(Commits.Publish($"new{bounds.Count}")));
            bounds.Add(await Store.Bounds());
        }

        Assert.Equal(Enumerable.Range(1, 10).Select(step => (Math.Min(1L + (max * step), 96), 96L + step)), bounds);
        Assert.Null(await Store.FindCommand("desk:94"));
    }

    [SkippableFact]
    public async Task Pruning_the_entry_of_a_kill_deletes_what_belongs_to_the_article_and_keeps_the_article_withdrawn()
    {
        const int max = 2;
        await Store.Commit(Commits.Publish("killed"));
        await Store.Commit(Commits.Publish("public"));
        foreach (var id in (string[])["killed", "public"])
        {
            for (var reader = 0UL; reader < 5; reader++) await Stores.Reactions.Add(new StoredReaction(id, "veryGood", reader), ReactionLimits.None);
            await Stores.States.TryStore($"trendingcounter/{id}", "counter", 0, [1]);
        }

        await Store.Commit(Commits.Kill("killed", 1));
        await Store.Commit(Commits.Publish("young") with { Entry = Commits.Publish("young").Entry! with { At = Commits.Noon.AddDays(40) } });

        while (await Store.Prune(Commits.Noon.AddDays(1), Commits.Noon.AddDays(1), max) > 0) { }

        Assert.Equal((4, 4), await Store.Bounds());
        Assert.Empty(await Stores.Reactions.Count("killed"));
        Assert.Null(await Stores.States.Find("trendingcounter/killed", "counter"));
        Assert.Equal("{}"u8.ToArray(), (await Store.FindDocument("killed"))!.Document.ToArray());
        Assert.Equal(5, (await Stores.Reactions.Count("public"))["veryGood"]);
        Assert.NotNull(await Stores.States.Find("trendingcounter/public", "counter"));
    }

    [SkippableFact]
    public async Task A_lock_held_by_another_program_fails_all_waiting_commits_and_reads_go_on()
    {
        await Store.Commit(Commits.Publish("before"));
        await using (await Stores.LockWrites())
        {
            var first = Store.Commit(Commits.Publish("first"));
            var behind = Enumerable.Range(0, 1_200).Select(n => Store.Commit(Commits.Publish($"behind{n}"))).ToArray(); // more than two batches

            Assert.Equal(["before"], (await Store.ReadAfter(0, 10)).Select(entry => entry.Article.Id));
            foreach (var commit in behind.Prepend(first)) Assert.Contains("othing was stored", (await Assert.ThrowsAsync<StoreUnreachableException>(() => commit)).Message, StringComparison.Ordinal);
            Assert.False(await Stores.Reactions.Count("before") is { Count: > 0 });
        }

        Assert.IsType<CommitOutcome.Committed>(await Store.Commit(Commits.Publish("after")));
        Assert.Equal(["before", "after"], (await Store.ReadAfter(0, 10)).Select(entry => entry.Article.Id));
    }

    private async Task<IEnumerable<string?>> Headlines(params string[] topics) =>
        (await Store.ListPublic(topics, ListPosition.Newest, 10)).Select(listed => listed.Article.Headline);

    /// <summary>The statement that resets the schema to the version before withheld entries were erased.</summary>
    private protected abstract string SchemaBeforeErasure { get; }
}
