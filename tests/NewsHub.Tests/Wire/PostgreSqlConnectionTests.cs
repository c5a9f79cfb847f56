using Microsoft.Extensions.Time.Testing;
using NewsHub.Tests.Wire.Stores;
using NewsHub.TestServers;
using NewsHub.Trending.Counting;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Wire;

/// <summary>What lies between a hub and its database: poolers, firewalls, and settings of the role and the server.</summary>
[Collection(SharedPostgreSql.Name)]
[Trait("Category", "Slow")]
public sealed class PostgreSqlConnectionTests(PostgreSqlFixture postgreSql)
{
    [SkippableTheory]
    [InlineData("transaction"), InlineData("statement")]
    public async Task A_pooler_that_does_not_keep_sessions_is_refused_at_the_start(string poolMode)
    {
        await using var bouncer = await StartBouncer(poolMode);

        Assert.Contains("pool_mode = session", await Refusal(bouncer.Route(await postgreSql.Server.CreateDatabase())), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_pooler_that_keeps_sessions_works()
    {
        await using var bouncer = await StartBouncer("session");
        await using var stores = await PostgreSqlStores.Open(bouncer.Route(await postgreSql.Server.CreateDatabase()));

        Assert.IsType<CommitOutcome.Committed>(await stores.Wire.Commit(Commits.Publish("a")));
        Assert.Equal(ReactionChange.Added, await stores.Reactions.Add(new StoredReaction("a", "veryGood", 1), ReactionLimits.None));
        Assert.Equal((1, 1), await stores.Wire.Bounds());
    }

    [SkippableTheory]
    [InlineData("statement_timeout is 2000 ms", "ALTER ROLE hub SET statement_timeout = '2s'")]
    [InlineData("default_transaction_read_only is on", "ALTER ROLE hub SET default_transaction_read_only = on")]
    [InlineData("PostgreSQL allows 5 connections (the connection limit of the role hub)", "ALTER ROLE hub CONNECTION LIMIT 5")]
    public async Task A_role_that_would_make_commands_fail_is_refused_at_the_start(string reason, string setting)
    {
        var connectionString = await postgreSql.Server.CreateDatabase();
        await postgreSql.Server.Run("psql", "-qc", "CREATE ROLE hub LOGIN", "-c", "GRANT ALL ON SCHEMA public TO hub", "-c", setting, DatabaseOf(connectionString));
        try
        {
            Assert.Contains(reason, await Refusal(connectionString.Replace("Username=postgres", "Username=hub", StringComparison.Ordinal)), StringComparison.Ordinal);
        }
        finally
        {
            await postgreSql.Server.Run("psql", "-qc", "DROP OWNED BY hub", "-c", "DROP ROLE hub", DatabaseOf(connectionString));
        }
    }

    [SkippableFact]
    public async Task Fewer_connections_than_a_hub_opens_are_refused_and_a_smaller_pool_is_accepted()
    {
        var connectionString = await postgreSql.Server.CreateDatabase();
        await postgreSql.Server.Run("psql", "-qc", $"ALTER DATABASE {DatabaseOf(connectionString)} CONNECTION LIMIT 12");

        Assert.Contains("Maximum Pool Size in ConnectionStrings:NewsHub to at most 10", await Refusal(connectionString), StringComparison.Ordinal);

        await using var stores = await PostgreSqlStores.Open($"{connectionString};Maximum Pool Size=10");
        Assert.IsType<CommitOutcome.Committed>(await stores.Wire.Commit(Commits.Publish("a")));
    }

    [SkippableFact]
    public async Task A_standby_is_refused_at_the_start_unless_it_is_promoted_soon()
    {
        PostgreSqlFixture.Require();
        await using var primary = await PostgreSqlServer.StartFresh();
        var connectionString = await primary.CreateDatabase();
        await using var standby = await primary.BaseBackup();
        await primary.Stop();
        await standby.TakePlaceOf(primary);

        Assert.Contains("leads to a standby", await Refusal(connectionString), StringComparison.Ordinal);

        var opening = PostgreSqlStores.Open(connectionString);
        await standby.Promote();
        await using var stores = await opening;
        Assert.IsType<CommitOutcome.Committed>(await stores.Wire.Commit(Commits.Publish("a")));
    }

    [SkippableFact]
    public async Task Connections_that_a_firewall_dropped_while_idle_are_replaced_and_no_command_fails()
    {
        await using var proxy = new StallingProxy(postgreSql.Server);
        var time = new FakeTimeProvider();
        await using var stores = await PostgreSqlStores.Open(proxy.Route(await postgreSql.Server.CreateDatabase()), time);
        await stores.Wire.Commit(Commits.Publish("before"));
        await stores.States.TryStore("g", "s", 0, [1]);

        proxy.StallOpenConnections();
        time.Advance(TimeSpan.FromMinutes(10));

        Assert.IsType<CommitOutcome.Committed>(await stores.Wire.Commit(Commits.Publish("after")));
        Assert.True(await stores.States.TryStore("g", "s", 1, [2]));
        Assert.Equal(ReactionChange.Added, await stores.Reactions.Add(new StoredReaction("after", "veryGood", 1), ReactionLimits.None));
        Assert.Equal((1, 2), await stores.Wire.Bounds());
    }

    [SkippableFact]
    public async Task A_database_that_does_not_answer_fails_commits_reads_and_what_waits_behind_them()
    {
        await using var proxy = new StallingProxy(postgreSql.Server);
        await using var stores = await PostgreSqlStores.Open(proxy.Route(await postgreSql.Server.CreateDatabase()));
        await stores.Wire.Commit(Commits.Publish("before"));

        proxy.StallAll();
        var commits = Enumerable.Range(0, 1_200).Select(n => stores.Wire.Commit(Commits.Publish($"a{n}"))).ToArray();
        var calls = commits.Cast<Task>().Append(stores.Wire.Bounds()).Append(stores.Reactions.Add(new StoredReaction("before", "veryGood", 1), ReactionLimits.None)).Append(stores.States.TryStore("g", "s", 0, [1]));

        foreach (var call in calls) await Assert.ThrowsAsync<StoreUnreachableException>(() => call);
    }

    private async Task<PgBouncer> StartBouncer(string poolMode)
    {
        PostgreSqlFixture.Require();
        if (PgBouncer.IsInstalled) return await PgBouncer.Start(postgreSql.Server, poolMode);
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", PgBouncer.Missing);
        Skip.If(true, PgBouncer.Missing);
        throw new InvalidOperationException(PgBouncer.Missing);
    }

    private static async Task<string> Refusal(string connectionString)
    {
        await using var database = PostgreSqlStores.CreateDatabase(connectionString);
        return (await Assert.ThrowsAsync<InvalidOperationException>(() => database.Open())).Message;
    }

    private static string DatabaseOf(string connectionString) => connectionString[(connectionString.IndexOf("Database=", StringComparison.Ordinal) + "Database=".Length)..];
}
