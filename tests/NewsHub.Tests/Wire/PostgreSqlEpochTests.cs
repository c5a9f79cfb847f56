using NewsHub.Tests.Wire.Stores;
using NewsHub.Wire;
using Npgsql;
using Xunit;

namespace NewsHub.Tests.Wire;

/// <summary>Tests with databases restored between starts of a hub, or under running hubs.</summary>
[Collection(SharedPostgreSql.Name)]
[Trait("Category", "Slow")]
public sealed class PostgreSqlEpochTests(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    /// <summary>Rewrites the same rows in another transaction, as a restore of the data does.</summary>
    private const string RestoreData = "CREATE TABLE copy AS TABLE hub; DELETE FROM hub; INSERT INTO hub TABLE copy; DROP TABLE copy";

    private const string DeleteNewestEntry =
        "DELETE FROM entries USING wire WHERE sequence = head; DELETE FROM listings USING wire WHERE position = head; UPDATE wire SET head = head - 1";

    private const string ReplaceNewestEntry =
        $"{DeleteNewestEntry}; UPDATE wire SET head = head + 2; INSERT INTO entries SELECT sequence + n, kind, at + 1, article_id, topics, article FROM entries, generate_series(1, 2) AS n";

    private string _connectionString = "";

    public async Task InitializeAsync() => _connectionString = await postgreSql.Server.CreateDatabase();

    public Task DisposeAsync() => Task.CompletedTask;

    [SkippableFact]
    public async Task A_restart_and_an_upgrade_keep_the_epoch()
    {
        var epoch = await Open();
        Assert.Equal(epoch, await Open());

        await Run("DELETE FROM hub WHERE key = 'life'");

        Assert.Equal(epoch, await Open());
        Assert.Equal(epoch, await Open());
    }

    [SkippableFact]
    public async Task Hubs_that_start_together_on_restored_rows_agree_on_one_new_epoch()
    {
        var epoch = await Open();
        await Run(RestoreData);

        var epochs = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Open()));

        Assert.NotEqual(epoch, Assert.Single(epochs.Distinct()));
        Assert.Equal(epochs[0], await Open());
    }

    [SkippableFact]
    public async Task A_role_without_privileges_on_pg_control_system_still_detects_restored_rows()
    {
        var database = new NpgsqlConnectionStringBuilder(_connectionString);
        var role = $"restricted_{database.Database}";
        await Run($"CREATE ROLE {role} LOGIN; ALTER DATABASE {database.Database} OWNER TO {role}; REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC");
        database.Username = role;
        _connectionString = database.ConnectionString;
        var epoch = await Open();
        Assert.Equal(epoch, await Open());

        await Run(RestoreData);

        Assert.NotEqual(epoch, await Open());
    }

    [SkippableFact]
    public async Task A_lower_head_ends_the_epoch_of_both_running_hubs()
    {
        await using var first = await PostgreSqlStores.Open(_connectionString);
        await using var second = await PostgreSqlStores.Open(_connectionString);
        await first.Wire.Commit(Commits.Publish("a"));
        await first.Wire.Commit(Commits.Publish("b"));
        Assert.Null(await second.Wire.CheckEpoch());
        await Run(DeleteNewestEntry);

        Assert.Contains("lacks entries", await second.Wire.CheckEpoch(), StringComparison.Ordinal);
        Assert.Contains("another epoch", await first.Wire.CheckEpoch(), StringComparison.Ordinal);

        Assert.Equal(first.Wire.Epoch, second.Wire.Epoch); // each keeps the epoch that it was opened with
        Assert.NotEqual(first.Wire.Epoch, await Open());
        var failure = await Assert.ThrowsAsync<StoreUnreachableException>(() => second.Wire.Commit(Commits.Publish("c")));
        Assert.Contains("nothing was stored", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_higher_head_with_another_entry_at_the_known_sequence_ends_the_epoch()
    {
        await using var stores = await PostgreSqlStores.Open(_connectionString);
        await stores.Wire.Commit(Commits.Publish("a"));
        await stores.Wire.Commit(Commits.Publish("b"));
        await Run(ReplaceNewestEntry);

        Assert.Contains("lacks entries", await stores.Wire.CheckEpoch(), StringComparison.Ordinal);
        Assert.NotEqual(stores.Wire.Epoch, await Open());
    }

    [SkippableFact]
    public async Task A_commit_after_reconnecting_to_a_restored_database_is_refused()
    {
        await using var stores = await PostgreSqlStores.Open(_connectionString);
        await stores.Wire.Commit(Commits.Publish("a"));
        await stores.Wire.Commit(Commits.Publish("b"));
        await Run(ReplaceNewestEntry);
        await Run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

        Assert.Equal([3L], (await stores.Wire.ReadAfter(2, 10)).Select(entry => entry.Seq));

        await Assert.ThrowsAsync<StoreUnreachableException>(() => stores.Wire.Commit(Commits.Publish("c")));
        Assert.Contains("lacks entries", await stores.Wire.CheckEpoch(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_commit_that_gets_a_sequence_already_seen_is_reported_as_unknown()
    {
        await using var stores = await PostgreSqlStores.Open(_connectionString);
        await stores.Wire.Commit(Commits.Publish("a"));
        await stores.Wire.Commit(Commits.Publish("b"));
        await Run(DeleteNewestEntry);

        var failure = await Assert.ThrowsAsync<StoreUnreachableException>(() => stores.Wire.Commit(Commits.Publish("c")));

        Assert.Contains("Repeat the command with the same Idempotency-Key", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task RenewEpoch_sets_the_epoch_of_the_next_start()
    {
        string renewed;
        await using (var database = PostgreSqlStores.CreateDatabase(_connectionString))
        {
            await database.Open();
            renewed = await database.RenewEpoch();
            Assert.NotEqual(renewed, database.Epoch);
        }

        Assert.Equal(renewed, await Open());
    }

    /// <summary>Starts and stops a hub, and returns its epoch.</summary>
    private async Task<string> Open()
    {
        await using var stores = await PostgreSqlStores.Open(_connectionString);
        return stores.Wire.Epoch;
    }

    private async Task Run(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
