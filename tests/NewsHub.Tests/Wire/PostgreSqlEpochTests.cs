using NewsHub.Tests.Wire.Stores;
using NewsHub.Wire;
using Npgsql;
using Xunit;

namespace NewsHub.Tests.Wire;

/// <summary>A database that is put back between starts of a hub, or under hubs that run.</summary>
[Collection(OnPostgreSql.Name)]
public sealed class PostgreSqlEpochTests(PostgreSql postgreSql) : IAsyncLifetime
{
    /// <summary>As a restore of the data alone does: the same rows, which another transaction has written.</summary>
    private const string RestoreData = "CREATE TABLE copy AS TABLE hub; DELETE FROM hub; INSERT INTO hub TABLE copy; DROP TABLE copy";

    private const string LoseTheNewest =
        "DELETE FROM entries USING wire WHERE sequence = head; DELETE FROM listings USING wire WHERE position = head; UPDATE wire SET head = head - 1";

    private const string LoseTheNewestAndGrowAgain =
        $"{LoseTheNewest}; UPDATE wire SET head = head + 2; INSERT INTO entries SELECT sequence + n, kind, at + 1, article_id, topics, article FROM entries, generate_series(1, 2) AS n";

    private string _connectionString = "";

    public async Task InitializeAsync() => _connectionString = await postgreSql.Server.CreateDatabase();

    public Task DisposeAsync() => Task.CompletedTask;

    [SkippableFact]
    public async Task A_restart_and_a_database_of_the_version_before_keep_the_epoch()
    {
        var epoch = await Open();
        Assert.Equal(epoch, await Open());

        await Run("DELETE FROM hub WHERE key = 'life'");

        Assert.Equal(epoch, await Open());
        Assert.Equal(epoch, await Open());
    }

    [SkippableFact]
    public async Task Rows_that_were_restored_get_a_new_epoch_once_on_which_hubs_that_start_together_agree()
    {
        var epoch = await Open();
        await Run(RestoreData);

        var epochs = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Open()));

        Assert.NotEqual(epoch, Assert.Single(epochs.Distinct()));
        Assert.Equal(epochs[0], await Open());
    }

    [SkippableFact]
    public async Task A_role_that_may_not_ask_for_the_server_works_and_notices_restored_rows()
    {
        var database = new NpgsqlConnectionStringBuilder(_connectionString);
        var role = $"clerk_{database.Database}";
        await Run($"CREATE ROLE {role} LOGIN; ALTER DATABASE {database.Database} OWNER TO {role}; REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC");
        database.Username = role;
        _connectionString = database.ConnectionString;
        var epoch = await Open();
        Assert.Equal(epoch, await Open());

        await Run(RestoreData);

        Assert.NotEqual(epoch, await Open());
    }

    [SkippableFact]
    public async Task A_head_that_goes_back_under_two_hubs_ends_the_epoch_of_both()
    {
        await using var one = await PostgreSqlStores.Open(_connectionString);
        await using var other = await PostgreSqlStores.Open(_connectionString);
        await one.Wire.Commit(Commits.Publish("a"));
        await one.Wire.Commit(Commits.Publish("b"));
        Assert.Null(await other.Wire.CheckEpoch());
        await Run(LoseTheNewest);

        Assert.Contains("lacks entries", await other.Wire.CheckEpoch(), StringComparison.Ordinal);
        Assert.Contains("another epoch", await one.Wire.CheckEpoch(), StringComparison.Ordinal);

        Assert.Equal(one.Wire.Epoch, other.Wire.Epoch); // each keeps the epoch of what it holds in memory
        Assert.NotEqual(one.Wire.Epoch, await Open());
        var refusal = await Assert.ThrowsAsync<StoreUnreachableException>(() => other.Wire.Commit(Commits.Publish("c")));
        Assert.Contains("nothing was stored", refusal.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_head_that_has_grown_again_past_what_was_lost_ends_the_epoch()
    {
        await using var stores = await PostgreSqlStores.Open(_connectionString);
        await stores.Wire.Commit(Commits.Publish("a"));
        await stores.Wire.Commit(Commits.Publish("b"));
        await Run(LoseTheNewestAndGrowAgain);

        Assert.Contains("lacks entries", await stores.Wire.CheckEpoch(), StringComparison.Ordinal);
        Assert.NotEqual(stores.Wire.Epoch, await Open());
    }

    [SkippableFact]
    public async Task A_new_connection_to_another_life_is_noticed_before_anything_is_taken_from_it()
    {
        await using var stores = await PostgreSqlStores.Open(_connectionString);
        await stores.Wire.Commit(Commits.Publish("a"));
        await stores.Wire.Commit(Commits.Publish("b"));
        await Run(LoseTheNewestAndGrowAgain);
        await Run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

        Assert.Equal([3L], (await stores.Wire.ReadAfter(2, 10)).Select(entry => entry.Seq));

        await Assert.ThrowsAsync<StoreUnreachableException>(() => stores.Wire.Commit(Commits.Publish("c")));
        Assert.Contains("lacks entries", await stores.Wire.CheckEpoch(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_commit_under_a_sequence_that_was_seen_before_is_answered_as_unknown()
    {
        await using var stores = await PostgreSqlStores.Open(_connectionString);
        await stores.Wire.Commit(Commits.Publish("a"));
        await stores.Wire.Commit(Commits.Publish("b"));
        await Run(LoseTheNewest);

        var failure = await Assert.ThrowsAsync<StoreUnreachableException>(() => stores.Wire.Commit(Commits.Publish("c")));

        Assert.Contains("Repeat the command with the same Idempotency-Key", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_command_s_new_epoch_stays_at_the_next_start()
    {
        string renewed;
        await using (var database = PostgreSqlStores.Unopened(_connectionString))
        {
            await database.Open();
            renewed = await database.RenewEpoch();
            Assert.NotEqual(renewed, database.Epoch);
        }

        Assert.Equal(renewed, await Open());
    }

    /// <summary>One start of a hub; answers with its epoch.</summary>
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
