using NewsHub.Tests.Wire.Stores;
using NewsHub.TestServers;
using NewsHub.Wire;
using Npgsql;
using Xunit;

namespace NewsHub.Tests.Wire;

[Collection(SharedPostgreSql.Name)]
[Trait("Category", "Slow")]
public sealed class PostgreSqlWireStoreTests(PostgreSqlFixture postgreSql) : WireStoreTests
{
    private string _connectionString = "";

    [SkippableFact]
    public async Task Sequences_are_gapless_and_become_visible_in_order_when_three_hubs_commit()
    {
        await using var second = await PostgreSqlStores.Open(_connectionString);
        await using var third = await PostgreSqlStores.Open(_connectionString);
        using var done = new CancellationTokenSource();
        var watching = Watch(done.Token);

        await Task.WhenAll(new[] { Stores, second, third }.SelectMany((stores, hub) => Enumerable.Range(0, 20).Select(async caller =>
        {
            for (var n = 0; n < 10; n++) Assert.IsType<CommitOutcome.Committed>(await stores.Wire.Commit(Commits.Publish($"{hub}-{caller}-{n}")));
        })));
        await done.CancelAsync();

        Assert.Equal(Enumerable.Range(1, 600).Select(n => (long)n), (await Stores.Wire.ReadAfter(0, 1000)).Select(entry => entry.Seq));
        Assert.Equal(Enumerable.Range(1, 600).Select(n => (long)n), await watching);
    }

    [SkippableFact]
    public async Task Concurrent_changes_of_one_article_on_two_hubs_commit_once_and_conflict_otherwise()
    {
        await using var second = await PostgreSqlStores.Open(_connectionString);
        await Stores.Wire.Commit(Commits.Publish("a"));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(n =>
            (n % 2 == 0 ? Stores : second).Wire.Commit(Commits.Change("a", 1, EntryKind.Updated, $"Update {n}"))));

        Assert.Single(outcomes.OfType<CommitOutcome.Committed>());
        Assert.All(outcomes.OfType<CommitOutcome.Conflict>(), conflict => Assert.Equal(2, conflict.CurrentVersion));
        Assert.Equal(2, (await Stores.Wire.Bounds()).Head);
    }

    [SkippableFact]
    public async Task A_command_sent_to_two_hubs_concurrently_is_carried_out_once()
    {
        await using var second = await PostgreSqlStores.Open(_connectionString);
        var command = new IdempotencyKey("desk:1", "fingerprint");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(n =>
            (n % 2 == 0 ? Stores : second).Wire.Commit(Commits.Publish($"a{n}", command: command))));

        var receipt = Assert.Single(outcomes.OfType<CommitOutcome.Committed>()).Receipt;
        Assert.All(outcomes.OfType<CommitOutcome.Repeated>(), repeated => Assert.Equal(receipt, repeated.Prior.Receipt));
        Assert.Equal(1, (await Stores.Wire.Bounds()).Head);
    }

    [SkippableFact]
    public async Task An_invalid_commit_does_not_fail_the_rest_of_its_batch()
    {
        var outcomes = Enumerable.Range(0, 50).Select(n => Stores.Wire.Commit(n == 20 ? Commits.Publish("bad") with { Status = "no\0text" } : Commits.Publish($"a{n}"))).ToArray();

        await Assert.ThrowsAsync<PostgresException>(() => outcomes[20]);
        foreach (var good in outcomes.Where((_, n) => n != 20)) Assert.IsType<CommitOutcome.Committed>(await good);
        Assert.Equal(49, (await Stores.Wire.Bounds()).Head);
    }

    [SkippableFact]
    public async Task Acknowledged_commits_survive_a_server_crash_and_the_hub_continues_without_a_restart()
    {
        await using var server = await PostgreSqlServer.StartFresh();
        await using var stores = await PostgreSqlStores.Open(await server.CreateDatabase());
        var acknowledged = new List<Receipt>();
        using var done = new CancellationTokenSource();
        var publishing = PublishUntil(stores.Wire, acknowledged, done.Token);
        await Until(() => acknowledged.Count > 50);

        await server.Crash();
        await server.Start();

        var before = acknowledged.Count;
        await Until(() => acknowledged.Count > before + 50);
        await done.CancelAsync();
        await publishing;
        var wire = await stores.Wire.ReadAfter(0, int.MaxValue);
        Assert.Equal(Enumerable.Range(1, wire.Count).Select(n => (long)n), wire.Select(entry => entry.Seq));
        Assert.All(acknowledged, receipt => Assert.Equal(receipt.Id, wire[(int)receipt.Cursor!.Value.Sequence - 1].Article.Id));
    }

    private protected override string SchemaBeforeErasure =>
        """
        ALTER TABLE entries DROP COLUMN parent, DROP COLUMN version, DROP COLUMN erased;
        ALTER TABLE articles DROP COLUMN parent, DROP COLUMN erased, DROP COLUMN listed_at;
        ALTER TABLE listings DROP COLUMN at;
        UPDATE hub SET value = '2' WHERE key = 'schema'
        """;

    private protected override async Task<IStores> OpenStores()
    {
        _connectionString = await postgreSql.Server.CreateDatabase();
        return await PostgreSqlStores.Open(_connectionString);
    }

    /// <summary>Follows the wire until <paramref name="done"/> is cancelled and all entries are read.</summary>
    private async Task<List<long>> Watch(CancellationToken done)
    {
        var seen = new List<long>();
        for (var isLast = false; ;)
        {
            var entries = await Stores.Wire.ReadAfter(seen.Count, 100, CancellationToken.None);
            seen.AddRange(entries.Select(entry => entry.Seq));
            if (entries.Count == 0 && isLast) return seen;
            isLast = done.IsCancellationRequested;
        }
    }

    private static async Task PublishUntil(IWireStore store, List<Receipt> acknowledged, CancellationToken done)
    {
        for (var n = 0; !done.IsCancellationRequested; n++)
        {
            var command = new IdempotencyKey($"desk:{n}", "fingerprint");
            for (var isAcknowledged = false; !isAcknowledged;)
            {
                try
                {
                    acknowledged.Add((await store.Commit(Commits.Publish($"a{n}", command: command), CancellationToken.None)) switch
                    {
                        CommitOutcome.Committed committed => committed.Receipt,
                        CommitOutcome.Repeated repeated => repeated.Prior.Receipt,
                        var other => throw new InvalidOperationException($"{other}"),
                    });
                    isAcknowledged = true;
                }
                catch (StoreUnreachableException)
                {
                    await Task.Delay(20, CancellationToken.None);
                }
            }
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!condition()) await Task.Delay(10, timeout.Token);
    }
}

[Collection(SharedPostgreSql.Name)]
[Trait("Category", "Slow")]
public sealed class PostgreSqlPartStoreTests(PostgreSqlFixture postgreSql) : PartStoreTests
{
    private protected override async Task<IStores> OpenStores() => await PostgreSqlStores.Open(await postgreSql.Server.CreateDatabase());

    private protected override Task Advance(long head) => Stores.Run($"UPDATE wire SET head = {head}");
}

[Collection(SharedPostgreSql.Name)]
[Trait("Category", "Slow")]
public sealed class PostgreSqlGrainStorageTests(PostgreSqlFixture postgreSql) : GrainStorageTests
{
    private protected override async Task<IStores> OpenStores() => await PostgreSqlStores.Open(await postgreSql.Server.CreateDatabase());
}

[Collection(SharedPostgreSql.Name)]
[Trait("Category", "Slow")]
public sealed class PostgreSqlReactionStoreTests(PostgreSqlFixture postgreSql) : ReactionStoreTests
{
    private protected override async Task<IStores> OpenStores() => await PostgreSqlStores.Open(await postgreSql.Server.CreateDatabase());
}
