using NewsHub.Tests.Gateway;
using NewsHub.Tests.Wire.Stores;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Wire;

/// <summary>Tests of the measured queue and commits that run on every database.</summary>
public abstract class CommitMetricsTests : StoreTests
{
    [SkippableFact]
    public async Task Waiting_writes_and_their_commits_are_measured()
    {
        using var recorded = new RecordedMetrics(Stores.Metrics);
        Task<CommitOutcome>[] commits;
        await using (await Stores.LockWrites())
        {
            commits = [Stores.Wire.Commit(Commits.Publish("first"))];
            await Eventually.Is(() => recorded["newshub.wire.queue.length"] == 0); // it is in the commit that waits for the lock
            commits = [.. commits, .. Enumerable.Range(0, 50).Select(n => Stores.Wire.Commit(Commits.Publish($"a{n}")))];
            Assert.Equal(50, recorded["newshub.wire.queue.length"]);
        }

        await Task.WhenAll(commits);

        Assert.Equal(0, recorded["newshub.wire.queue.length"]);
        Assert.Equal(51, recorded["newshub.wire.batch.size"]);
        Assert.Equal(2, recorded["newshub.wire.commit.duration"]);
    }
}

public sealed class SqliteCommitMetricsTests : CommitMetricsTests
{
    private protected override Task<IStores> OpenStores() => Task.FromResult<IStores>(new SqliteStores());
}

[Collection(SharedPostgreSql.Name)]
[Trait("Category", "Slow")]
public sealed class PostgreSqlCommitMetricsTests(PostgreSqlFixture postgreSql) : CommitMetricsTests
{
    private protected override async Task<IStores> OpenStores() => await PostgreSqlStores.Open(await postgreSql.Server.CreateDatabase());
}
