using NewsHub.Tests.Wire.Stores;
using NewsHub.Wire;
using Npgsql;
using Xunit;

namespace NewsHub.Tests.Wire;

[Collection(OnPostgreSql.Name)]
public sealed class PostgreSqlSchemaTests(PostgreSql postgreSql)
{
    [SkippableFact]
    public async Task Hubs_that_start_together_on_an_empty_database_agree_on_its_schema_and_epoch()
    {
        var connectionString = await postgreSql.Server.CreateDatabase();
        var hubs = Enumerable.Range(0, 5).Select(_ => PostgreSqlStores.Unopened(connectionString)).ToArray();

        await Task.WhenAll(hubs.Select(hub => hub.Open()));

        Assert.Single(hubs.Select(hub => hub.Epoch).Distinct());
        foreach (var hub in hubs) await hub.DisposeAsync();
    }

    [SkippableFact]
    public async Task A_hub_that_may_not_apply_the_schema_says_which_scripts_are_missing()
    {
        await using var hub = PostgreSqlStores.Unopened(await postgreSql.Server.CreateDatabase(), applySchema: false);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Open());

        Assert.Contains("apply the scripts after 000.sql", refusal.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Scripts_that_were_applied_by_hand_are_as_good()
    {
        var connectionString = await postgreSql.Server.CreateDatabase();
        foreach (var script in Scripts.In("PostgreSql.Schema")) await Run(connectionString, Scripts.Read(script));

        await using var hub = PostgreSqlStores.Unopened(connectionString, applySchema: false);
        await hub.Open();

        Assert.NotEmpty(hub.Epoch);
    }

    [SkippableFact]
    public async Task A_database_of_a_newer_hub_is_refused()
    {
        var connectionString = await postgreSql.Server.CreateDatabase();
        await using (var hub = PostgreSqlStores.Unopened(connectionString)) await hub.Open();
        await Run(connectionString, "UPDATE hub SET value = '99' WHERE key = 'schema'");

        await using var older = PostgreSqlStores.Unopened(connectionString);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => older.Open());

        Assert.Contains("run a newer NewsHub", refusal.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_database_that_would_lose_what_was_acknowledged_is_refused()
    {
        var connectionString = await postgreSql.Server.CreateDatabase();
        await Run(connectionString, "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$");

        await using var hub = PostgreSqlStores.Unopened(connectionString);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Open());

        Assert.Contains("synchronous_commit off", refusal.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_hub_waits_for_a_database_that_does_not_exist_yet()
    {
        var existing = new NpgsqlConnectionStringBuilder(await postgreSql.Server.CreateDatabase());
        var later = new NpgsqlConnectionStringBuilder(existing.ConnectionString) { Database = "made_later" };
        await using var hub = PostgreSqlStores.Unopened(later.ConnectionString);

        var opening = hub.Open();
        await Run(existing.ConnectionString, "CREATE DATABASE made_later");
        await opening;

        Assert.NotEmpty(hub.Epoch);
    }

    private static async Task Run(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
