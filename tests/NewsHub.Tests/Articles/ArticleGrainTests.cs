using System.Text.Json;
using NewsHub.Articles;
using NewsHub.Articles.Drafts;
using NewsHub.Articles.Lifecycle;
using NewsHub.Tests.Wire;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Articles;

[Collection(OnOneCluster.Name)]
[Trait("Category", "Slow")]
public sealed class ArticleGrainTests(HubCluster hub)
{
    [Fact]
    public async Task Concurrent_replacements_of_one_version_succeed_exactly_once()
    {
        var article = hub.Grains.GetGrain<IArticleGrain>("two-writers");
        await article.Do(Commands.Create(DraftStatus.Published));

        for (var version = 1; version <= 20; version++)
        {
            var outcomes = await Task.WhenAll(Write("One", version), Write("Other", version));

            Assert.Equal(version + 1, Assert.Single(outcomes.OfType<CommandOutcome.Done>()).Receipt.Version);
            Assert.Equal(RejectionReason.Stale, Assert.Single(outcomes.OfType<CommandOutcome.Refused>()).Reason);
        }

        Task<CommandOutcome> Write(string headline, int version) =>
            article.Do(Commands.Replace(Commands.Text with { Headline = headline }) with { IfVersion = version });
    }

    [Fact]
    public async Task Get_of_an_unknown_id_leaves_no_activation()
    {
        var (existing, unknown) = (hub.Grains.GetGrain<IArticleGrain>("somewhere"), hub.Grains.GetGrain<IArticleGrain>("nowhere"));
        await existing.Do(Commands.Create(DraftStatus.Published));

        Assert.Null(await unknown.Get());

        Assert.Equal(1, await hub.CountActivations(existing));
        await Eventually.Is(() => hub.CountActivations(unknown), count => count == 0);
    }

    [Fact]
    public async Task A_grain_that_found_no_article_sees_it_after_it_was_created_elsewhere()
    {
        var article = hub.Grains.GetGrain<IArticleGrain>("born-elsewhere");
        Assert.Equal(RejectionReason.NotFound, Assert.IsType<CommandOutcome.Refused>(await article.Do(Commands.Correct("It was Tuesday."))).Reason);

        Assert.IsType<CommandOutcome.Done>(await Create("born-elsewhere"));

        Assert.Equal(2, Assert.IsType<CommandOutcome.Done>(await article.Do(Commands.Correct("It was Tuesday."))).Receipt.Version);
    }

    [Fact]
    public async Task Concurrent_creations_of_one_article_succeed_exactly_once()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Create("wanted-by-all")));

        Assert.Equal(1, Assert.Single(outcomes.OfType<CommandOutcome.Done>()).Receipt.Version);
        Assert.All(outcomes.OfType<CommandOutcome.Refused>(), refused => Assert.Equal(RejectionReason.Exists, refused.Reason));
    }

    [Fact]
    public async Task Repeating_a_create_with_the_same_key_returns_the_first_receipt()
    {
        var first = Assert.IsType<CommandOutcome.Done>(await Create("created-twice", "fingerprint"));

        Assert.Equal(first.Receipt, Assert.IsType<CommandOutcome.Repeated>(await Create("created-twice", "fingerprint")).Receipt);
        Assert.Equal(RejectionReason.KeyReused, Assert.IsType<CommandOutcome.Refused>(await Create("created-twice", "another fingerprint")).Reason);
    }

    [Fact]
    public async Task A_grain_reloads_after_another_activation_committed()
    {
        var article = hub.Grains.GetGrain<IArticleGrain>("overtaken");
        await article.Do(Commands.Create(DraftStatus.Published));
        await Store((await article.Get())! with { Version = 2, Headline = "By another activation" }, EntryKind.Updated);

        var outcome = await article.Do(Commands.Correct("It was Tuesday."));

        Assert.Equal(3, Assert.IsType<CommandOutcome.Done>(outcome).Receipt.Version);
        Assert.Equal("By another activation", (await article.Get())!.Headline);
    }

    [Fact]
    public async Task A_retried_command_returns_the_first_receipt_after_its_silo_failed()
    {
        var article = hub.Grains.GetGrain<IArticleGrain>("retried");
        var command = Commands.Create(DraftStatus.Published) with { IdempotencyKey = new IdempotencyKey("harbour:retried", "fingerprint") };
        var first = Assert.IsType<CommandOutcome.Done>(await article.Do(command));
        Assert.Equal(first.Receipt, Assert.IsType<CommandOutcome.Repeated>(await article.Do(command)).Receipt);

        await hub.KillTheSiloOf(article);

        Assert.Equal(first.Receipt, Assert.IsType<CommandOutcome.Repeated>(await Retry(() => article.Do(command))).Receipt);
        var other = command with { IdempotencyKey = new IdempotencyKey("harbour:retried", "another fingerprint") };
        Assert.Equal(RejectionReason.KeyReused, Assert.IsType<CommandOutcome.Refused>(await Retry(() => article.Do(other))).Reason);
    }

    [Fact]
    public async Task Entries_committed_while_the_wire_silo_fails_reach_followers()
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
    public async Task A_scheduled_article_is_released_at_its_publication_time()
    {
        var article = hub.Grains.GetGrain<IArticleGrain>("scheduled");
        var at = TimeProvider.System.GetUtcNow().AddSeconds(5);
        await article.Do(Commands.Create(Commands.Text with { Status = DraftStatus.Published, PublishAt = at }));
        Assert.Equal(ArticleStatus.Scheduled, (await article.Get())!.Status);
        Assert.Null(await hub.Store.FindPublic("scheduled"));

        var released = await Eventually.Is(article.Get, found => found!.IsPublic);

        Assert.Equal(2, released!.Version);
        Assert.False(released.UpdatedAt < at, "The article was released early.");
        Assert.NotNull(await hub.Store.FindPublic("scheduled"));
    }

    [Fact]
    public async Task An_alert_clears_automatically_when_it_expires()
    {
        await Store(
            Commands.After(Commands.Create(DraftStatus.Published)) with
            {
                Id = "alerted",
                Alert = AlertLevel.Flash,
                AlertMinutes = 1,
                AlertUntil = TimeProvider.System.GetUtcNow().AddSeconds(5),
            },
            EntryKind.Published);
        var article = hub.Grains.GetGrain<IArticleGrain>("alerted");
        Assert.Equal(AlertLevel.Flash, (await article.Get())!.Alert);

        var cleared = await Eventually.Is(article.Get, found => found!.Alert is null);

        Assert.Equal(2, cleared!.Version);
        Assert.Null((await hub.Store.FindPublic("alerted"))!.Alert);
    }

    [Fact]
    public async Task A_correction_concurrent_with_a_release_applies_completely_or_not_at_all()
    {
        for (var n = 0; n < 20; n++)
        {
            var article = hub.Grains.GetGrain<IArticleGrain>($"released-meanwhile{n}");
            await article.Do(Commands.Create(DraftStatus.Draft));

            var correcting = hub.Get<NewsDesk>().Correct(
                $"released-meanwhile{n}", JsonElement.Parse("""{"note":"It was Tuesday.","summary":"On Tuesday."}"""), null, Commands.Harbour, null);
            await article.Do(Commands.PublishNow);

            var isDone = await correcting is DeskResult.Decided { Outcome: CommandOutcome.Done };
            Assert.Equal(isDone ? "On Tuesday." : null, (await article.Get())!.Summary);
            Assert.Equal(isDone ? 1 : 0, (await article.Get())!.Corrections.Count);
        }
    }

    [Fact]
    public async Task A_command_for_an_unknown_article_stores_nothing()
    {
        var article = hub.Grains.GetGrain<IArticleGrain>("nowhere");

        Assert.Null(await article.Get());
        Assert.Equal(RejectionReason.NotFound, Assert.IsType<CommandOutcome.Refused>(await article.Do(Commands.PublishNow)).Reason);
        Assert.Null(await hub.Store.FindDocument("nowhere"));
    }

    private Task<CommandOutcome> Create(string id, string? fingerprint = null) => hub.Grains.GetGrain<IArticleCreatorGrain>(0).Create(
        id, (Create)Commands.Create(DraftStatus.Published) with { IdempotencyKey = fingerprint is null ? null : new IdempotencyKey($"harbour:{id}", fingerprint) });

    private async Task Store(Article article, EntryKind kind) => Assert.IsType<CommitOutcome.Committed>(await hub.Store.Commit(new Commit
    {
        Subject = new Subject(article.Id),
        ExpectedVersion = article.Version - 1,
        At = article.UpdatedAt,
        Document = JsonSerializer.SerializeToUtf8Bytes(article, ArticleJson.Default.Article),
        Status = "published",
        ListedUnder = ArticleTopics.Of(article),
        DueAt = ArticleRules.DueAt(article),
        Entry = new EntryDraft(kind, article.UpdatedAt, article.Topics, ArticleCard.Of(article)),
    }));

    // Retries the same command while its outcome is unknown, as a newsroom does.
    private static async Task<CommandOutcome> Retry(Func<Task<CommandOutcome>> command)
    {
        var outcome = await Eventually.Is(() => Try(command), done => done is not null);
        return outcome!;

        static async Task<CommandOutcome?> Try(Func<Task<CommandOutcome>> command)
        {
            try
            {
                return await command();
            }
            catch (Exception failure) when (failure is OrleansException or TimeoutException)
            {
                return null;
            }
        }
    }
}
