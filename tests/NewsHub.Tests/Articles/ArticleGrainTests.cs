using System.Text.Json;
using NewsHub.Articles;
using NewsHub.Articles.Drafts;
using NewsHub.Articles.Lifecycle;
using NewsHub.Tests.Trending;
using NewsHub.Tests.Wire;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Articles;

[Collection(OnOneCluster.Name)]
public sealed class ArticleGrainTests(HubCluster hub)
{
    [Fact]
    public async Task Of_two_writers_exactly_one_wins_each_version()
    {
        var article = hub.Grains.GetGrain<IArticleGrain>("two-writers");
        await article.Do(Orders.Create(DraftStatus.Published));

        for (var version = 1; version <= 20; version++)
        {
            var outcomes = await Task.WhenAll(Write("One", version), Write("Other", version));

            Assert.Equal(version + 1, Assert.Single(outcomes.OfType<CommandOutcome.Done>()).Receipt.Version);
            Assert.Equal(RejectionReason.Stale, Assert.Single(outcomes.OfType<CommandOutcome.Refused>()).Why);
        }

        Task<CommandOutcome> Write(string headline, int version) =>
            article.Do(Orders.Replace(Orders.Text with { Headline = headline }) with { IfVersion = version });
    }

    [Fact]
    public async Task Whoever_asks_for_what_there_never_was_leaves_nothing_in_memory()
    {
        var (somewhere, nowhere) = (hub.Grains.GetGrain<IArticleGrain>("somewhere"), hub.Grains.GetGrain<IArticleGrain>("nowhere"));
        await somewhere.Do(Orders.Create(DraftStatus.Published));

        Assert.Null(await nowhere.Get());

        Assert.Equal(1, await hub.CountActivations(somewhere));
        await Eventually.Is(() => hub.CountActivations(nowhere), count => count == 0);
    }

    [Fact]
    public async Task An_owner_that_knew_of_no_article_learns_that_it_was_created_elsewhere()
    {
        var article = hub.Grains.GetGrain<IArticleGrain>("born-elsewhere");
        Assert.Equal(RejectionReason.Unknown, Assert.IsType<CommandOutcome.Refused>(await article.Do(Orders.Correct("It was Tuesday."))).Why);

        Assert.IsType<CommandOutcome.Done>(await Create("born-elsewhere"));

        Assert.Equal(2, Assert.IsType<CommandOutcome.Done>(await article.Do(Orders.Correct("It was Tuesday."))).Receipt.Version);
    }

    [Fact]
    public async Task Of_many_that_create_one_article_exactly_one_does()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Create("wanted-by-all")));

        Assert.Equal(1, Assert.Single(outcomes.OfType<CommandOutcome.Done>()).Receipt.Version);
        Assert.All(outcomes.OfType<CommandOutcome.Refused>(), refused => Assert.Equal(RejectionReason.Exists, refused.Why));
    }

    [Fact]
    public async Task An_article_that_is_created_again_by_the_same_command_gets_the_first_receipt()
    {
        var first = Assert.IsType<CommandOutcome.Done>(await Create("created-twice", "fingerprint"));

        Assert.Equal(first.Receipt, Assert.IsType<CommandOutcome.Repeated>(await Create("created-twice", "fingerprint")).Receipt);
        Assert.Equal(RejectionReason.OtherCommand, Assert.IsType<CommandOutcome.Refused>(await Create("created-twice", "another fingerprint")).Why);
    }

    [Fact]
    public async Task An_owner_that_was_overtaken_reads_again()
    {
        var article = hub.Grains.GetGrain<IArticleGrain>("overtaken");
        await article.Do(Orders.Create(DraftStatus.Published));
        await Store((await article.Get())! with { Version = 2, Headline = "By another activation" }, EntryKind.Updated);

        var outcome = await article.Do(Orders.Correct("It was Tuesday."));

        Assert.Equal(3, Assert.IsType<CommandOutcome.Done>(outcome).Receipt.Version);
        Assert.Equal("By another activation", (await article.Get())!.Headline);
    }

    [Fact]
    public async Task A_retried_command_gets_the_first_receipt_also_when_the_owner_has_died()
    {
        var article = hub.Grains.GetGrain<IArticleGrain>("retried");
        var order = Orders.Create(DraftStatus.Published) with { IdempotencyKey = new IdempotencyKey("harbour:retried", "fingerprint") };
        var first = Assert.IsType<CommandOutcome.Done>(await article.Do(order));
        Assert.Equal(first.Receipt, Assert.IsType<CommandOutcome.Repeated>(await article.Do(order)).Receipt);

        await hub.KillTheSiloOf(article);

        Assert.Equal(first.Receipt, Assert.IsType<CommandOutcome.Repeated>(await Insist(() => article.Do(order))).Receipt);
        var other = order with { IdempotencyKey = new IdempotencyKey("harbour:retried", "another fingerprint") };
        Assert.Equal(RejectionReason.OtherCommand, Assert.IsType<CommandOutcome.Refused>(await Insist(() => article.Do(other))).Why);
    }

    [Fact]
    public async Task What_was_committed_while_the_wire_died_unannounced_reaches_its_followers()
    {
        var start = (await hub.Store.Bounds()).Head;
        await hub.Grains.GetGrain<IWireGrain>(0).ReadAfter(start - 1, 1);
        var following = hub.Follow(start, 50);

        var dying = hub.KillTheSiloOf(hub.Grains.GetGrain<IWireGrain>(0));
        for (var n = 0; n < 50; n++) Assert.IsType<CommitOutcome.Committed>(await hub.Store.Commit(Commits.Publish($"unannounced{n}")));
        await dying;

        Assert.Equal(Enumerable.Range(1, 50).Select(n => start + n), await following);
    }

    [Fact]
    public async Task A_scheduled_article_is_released_at_its_time()
    {
        var article = hub.Grains.GetGrain<IArticleGrain>("scheduled");
        var at = TimeProvider.System.GetUtcNow().AddSeconds(5);
        await article.Do(Orders.Create(Orders.Text with { Status = DraftStatus.Published, PublishAt = at }));
        Assert.Equal(ArticleStatus.Scheduled, (await article.Get())!.Status);
        Assert.Null(await hub.Store.FindPublic("scheduled"));

        var released = await Eventually.Is(article.Get, found => found!.IsPublic);

        Assert.Equal(2, released!.Version);
        Assert.False(released.UpdatedAt < at, "It was released early.");
        Assert.NotNull(await hub.Store.FindPublic("scheduled"));
    }

    [Fact]
    public async Task An_alert_clears_by_itself()
    {
        await Store(
            Orders.After(Orders.Create(DraftStatus.Published)) with
            {
                Id = "alerted", Alert = AlertLevel.Flash, AlertMinutes = 1, AlertUntil = TimeProvider.System.GetUtcNow().AddSeconds(5),
            },
            EntryKind.Published);
        var article = hub.Grains.GetGrain<IArticleGrain>("alerted");
        Assert.Equal(AlertLevel.Flash, (await article.Get())!.Alert);

        var cleared = await Eventually.Is(article.Get, found => found!.Alert is null);

        Assert.Equal(2, cleared!.Version);
        Assert.Null((await hub.Store.FindPublic("alerted"))!.Alert);
    }

    [Fact]
    public async Task A_correction_that_meets_a_release_mends_the_text_or_nothing()
    {
        for (var n = 0; n < 20; n++)
        {
            var article = hub.Grains.GetGrain<IArticleGrain>($"released-meanwhile{n}");
            await article.Do(Orders.Create(DraftStatus.Draft));

            var correcting = hub.Get<NewsDesk>().Correct(
                $"released-meanwhile{n}", JsonElement.Parse("""{"note":"It was Tuesday.","summary":"On Tuesday."}"""), null, Orders.Harbour, null);
            await article.Do(Orders.PublishNow);

            var isDone = await correcting is DeskResult.Decided { Outcome: CommandOutcome.Done };
            Assert.Equal(isDone ? "On Tuesday." : null, (await article.Get())!.Summary);
            Assert.Equal(isDone ? 1 : 0, (await article.Get())!.Corrections.Count);
        }
    }

    [Fact]
    public async Task An_article_that_does_not_exist_leaves_nothing_behind()
    {
        var article = hub.Grains.GetGrain<IArticleGrain>("nowhere");

        Assert.Null(await article.Get());
        Assert.Equal(RejectionReason.Unknown, Assert.IsType<CommandOutcome.Refused>(await article.Do(Orders.PublishNow)).Why);
        Assert.Null(await hub.Store.FindArticle("nowhere"));
    }

    private Task<CommandOutcome> Create(string id, string? fingerprint = null) => hub.Grains.GetGrain<IArticleCreatorGrain>(0).Create(
        id, (Create)Orders.Create(DraftStatus.Published) with { IdempotencyKey = fingerprint is null ? null : new IdempotencyKey($"harbour:{id}", fingerprint) });

    private async Task Store(Article article, EntryKind kind) => Assert.IsType<CommitOutcome.Committed>(await hub.Store.Commit(new Commit
    {
        ArticleId = article.Id,
        ExpectedVersion = article.Version - 1,
        At = article.UpdatedAt,
        Document = JsonSerializer.SerializeToUtf8Bytes(article, ArticleJson.Default.Article),
        Status = "published",
        ListedUnder = ArticleTopics.Of(article),
        DueAt = ArticleRules.DueAt(article),
        Entry = new EntryDraft(kind, article.UpdatedAt, article.Topics, ArticleCard.Of(article)),
    }));

    // As a newsroom does: an unknown outcome is asked for again with the same command.
    private static async Task<CommandOutcome> Insist(Func<Task<CommandOutcome>> order)
    {
        var outcome = await Eventually.Is(() => Try(order), done => done is not null);
        return outcome!;

        static async Task<CommandOutcome?> Try(Func<Task<CommandOutcome>> order)
        {
            try
            {
                return await order();
            }
            catch (Exception failure) when (failure is OrleansException or TimeoutException)
            {
                return null;
            }
        }
    }
}
