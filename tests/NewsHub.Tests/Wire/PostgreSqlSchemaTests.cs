using NewsHub.Tests.Wire.Stores;
using NewsHub.Trending;
using NewsHub.Trending.Counting;
using NewsHub.Wire;
using Npgsql;
using Xunit;

namespace NewsHub.Tests.Wire;

[Collection(SharedPostgreSql.Name)]
[Trait("Category", "Slow")]
public sealed class PostgreSqlSchemaTests(PostgreSqlFixture postgreSql)
{
    [SkippableFact]
    public async Task Hubs_that_start_together_on_an_empty_database_agree_on_its_schema_and_epoch()
    {
        var connectionString = await postgreSql.Server.CreateDatabase();
        var hubs = Enumerable.Range(0, 5).Select(_ => PostgreSqlStores.CreateDatabase(connectionString)).ToArray();

        await Task.WhenAll(hubs.Select(hub => hub.Open()));

        Assert.Single(hubs.Select(hub => hub.Epoch).Distinct());
        foreach (var hub in hubs) await hub.DisposeAsync();
    }

    [SkippableFact]
    public async Task Open_without_ApplySchema_throws_and_names_the_missing_scripts()
    {
        await using var hub = PostgreSqlStores.CreateDatabase(await postgreSql.Server.CreateDatabase(), applySchema: false);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Open());

        Assert.Contains("apply the scripts after 000.sql", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_hub_opens_a_database_whose_scripts_were_applied_manually()
    {
        var connectionString = await postgreSql.Server.CreateDatabase();
        foreach (var script in FeatureSchema.WithWire([TrendingSetup.Schema]).SelectMany(schema => schema.Scripts("PostgreSql"))) await Run(connectionString, script);

        await using var hub = PostgreSqlStores.CreateDatabase(connectionString, applySchema: false);
        await hub.Open();

        Assert.NotEmpty(hub.Epoch);
    }

    [SkippableFact]
    public async Task A_features_tables_of_a_hub_before_features_had_scripts_are_kept()
    {
        var connectionString = await postgreSql.Server.CreateDatabase();
        await using (var hub = await PostgreSqlStores.Open(connectionString))
        {
            await hub.Reactions.Add(new StoredReaction("ferry", "veryGood", 7), ReactionLimits.None);
            await hub.Run("DELETE FROM hub WHERE key = 'schema:trending'");
        }

        await using var later = await PostgreSqlStores.Open(connectionString);

        Assert.Equal(1, (await later.Reactions.Count("ferry"))["veryGood"]);
    }

    [SkippableTheory]
    [InlineData("schema", "wire")]
    [InlineData("schema:trending", "trending")]
    public async Task Open_of_a_database_with_a_newer_schema_throws(string key, string feature)
    {
        var connectionString = await postgreSql.Server.CreateDatabase();
        await using (var hub = PostgreSqlStores.CreateDatabase(connectionString)) await hub.Open();
        await Run(connectionString, $"UPDATE hub SET value = '99' WHERE key = '{key}'");

        await using var older = PostgreSqlStores.CreateDatabase(connectionString);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => older.Open());

        Assert.Contains($"{feature} schema 99", failure.Message, StringComparison.Ordinal);
        Assert.Contains("run a newer NewsHub", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Open_of_a_database_without_synchronous_commit_throws()
    {
        var connectionString = await postgreSql.Server.CreateDatabase();
        await Run(connectionString, "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$");

        await using var hub = PostgreSqlStores.CreateDatabase(connectionString);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Open());

        Assert.Contains("synchronous_commit off", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Open_waits_for_a_database_that_does_not_exist_yet()
    {
        var existing = new NpgsqlConnectionStringBuilder(await postgreSql.Server.CreateDatabase());
        var later = new NpgsqlConnectionStringBuilder(existing.ConnectionString) { Database = "created_later" };
        await using var hub = PostgreSqlStores.CreateDatabase(later.ConnectionString);

        var opening = hub.Open();
        await Run(existing.ConnectionString, "CREATE DATABASE created_later");
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
