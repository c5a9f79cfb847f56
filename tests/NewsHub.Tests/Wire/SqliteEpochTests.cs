using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using NewsHub.Wire;
using NewsHub.Wire.Sqlite;
using Xunit;

namespace NewsHub.Tests.Wire;

/// <summary>Tests with the database files that backups, crashes and operators leave. Each start opens the real files as a hub does.</summary>
public sealed class SqliteEpochTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string DatabasePath => Path.Combine(_directory.Path, "newshub.db");

    private string RecordPath => Path.Combine(_directory.Path, "newshub.life");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_restart_keeps_the_epoch()
    {
        var epoch = await Publish("a");

        Assert.Equal(epoch, await Publish("b"));
        Assert.Equal(epoch, await Publish());
    }

    [Theory]
    [InlineData(1, "a copy that lacks an entry")]
    [InlineData(0, "a copy from an earlier start that lacks none")]
    public async Task A_restored_copy_gets_a_new_epoch_once(int lost, string copy)
    {
        var epoch = await Publish("a");
        Backup();
        await Publish([.. Enumerable.Range(0, lost).Select(n => $"{copy} {n}")]);

        Restore();

        var renewed = await Publish();
        Assert.NotEqual(epoch, renewed);
        Assert.Equal(renewed, await Publish("b"));
    }

    [Fact]
    public async Task A_restored_copy_from_the_same_start_with_a_lower_head_gets_a_new_epoch()
    {
        string epoch;
        using (var database = Open())
        {
            epoch = database.Epoch;
            await Commit(database, "a");
            Backup();
            await Commit(database, "b");
        }

        Restore();

        Assert.NotEqual(epoch, await Publish());
    }

    [Fact]
    public async Task A_database_with_a_missing_or_unreadable_start_record_gets_a_new_epoch()
    {
        var epoch = await Publish("a");
        File.Delete(RecordPath);
        var second = await Publish();
        await File.WriteAllTextAsync(RecordPath, "torn");
        var third = await Publish();

        Assert.Equal(3, new HashSet<string> { epoch, second, third }.Count);
        Assert.Equal(third, await Publish());
    }

    [Fact]
    public async Task A_database_of_an_earlier_version_keeps_its_epoch_until_a_copy_is_restored()
    {
        var epoch = await Publish("a");
        Run("DELETE FROM hub WHERE key = 'life'");
        File.Delete(RecordPath);
        Backup();

        Assert.Equal(epoch, await Publish());
        Restore();

        Assert.NotEqual(epoch, await Publish());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_start_after_a_start_interrupted_at_any_step_keeps_the_epoch(bool isNew)
    {
        var epoch = await Publish("a");
        if (isNew) Run("DELETE FROM hub WHERE key = 'life'");
        var (startId, next) = (isNew ? "-" : ReadRecord()[0], Guid.NewGuid().ToString("N"));

        await File.WriteAllTextAsync(RecordPath, $"{startId} {next} 1\n");
        Assert.Equal(epoch, await Publish());

        startId = ReadRecord()[0];
        await File.WriteAllTextAsync(RecordPath, $"{startId} {next} 1\n");
        Run($"UPDATE hub SET value = '{next}' WHERE key = 'life'");
        Assert.Equal(epoch, await Publish());
    }

    [Fact]
    public async Task A_restored_copy_whose_first_start_was_interrupted_gets_a_new_epoch_at_the_next_start()
    {
        var epoch = await Publish("a");
        Backup();
        await Publish("b");
        var record = await File.ReadAllTextAsync(RecordPath);
        Restore();

        await Publish();
        Restore(); // undoes the first start
        await File.WriteAllTextAsync(RecordPath, record);

        Assert.NotEqual(epoch, await Publish());
    }

    [Fact]
    public async Task The_start_record_holds_one_start_id_and_the_head_after_a_stop()
    {
        await Publish("a", "b");

        var record = ReadRecord();
        Assert.Equal((record[0], "2"), (record[1], record[2]));
    }

    [Fact]
    public async Task A_copy_restored_under_a_running_hub_gets_a_new_epoch_and_the_hub_keeps_its_own()
    {
        using (var database = Open())
        {
            await Commit(database, "a");
            Backup();
            var (epoch, store) = (database.Epoch, new SqliteWireStore(database));
            await Commit(database, "b");
            Assert.Null(await store.CheckEpoch());
            RestoreUnderRunningHub();

            Assert.Contains("lacks entries", await store.CheckEpoch(), StringComparison.Ordinal);

            Assert.Equal(epoch, store.Epoch);
            Assert.NotEqual(epoch, Find("epoch"));
            await Assert.ThrowsAsync<StoreUnreachableException>(() => store.Commit(Commits.Publish("c")));
        }

        Assert.Equal(Find("epoch"), await Publish());
    }

    [Fact]
    public async Task A_commit_on_a_copy_restored_under_a_running_hub_is_reported_as_unknown()
    {
        using var database = Open();
        await Commit(database, "a");
        Backup();
        await Commit(database, "b");
        RestoreUnderRunningHub();

        var failure = await Assert.ThrowsAsync<StoreUnreachableException>(() => Commit(database, "c"));

        Assert.Contains("Repeat the command with the same Idempotency-Key", failure.Message, StringComparison.Ordinal);
        Assert.Contains("lacks entries", await new SqliteWireStore(database).CheckEpoch(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckEpoch_of_a_database_with_another_epoch_returns_a_reason()
    {
        using var database = Open();
        Run("UPDATE hub SET value = 'another' WHERE key = 'epoch'");

        Assert.Contains("another epoch", await new SqliteWireStore(database).CheckEpoch(), StringComparison.Ordinal);
    }

    private SqliteDatabase Open() => new(_directory.Path, NullLogger<SqliteDatabase>.Instance);

    private static Task<CommitOutcome> Commit(SqliteDatabase database, string id) => new SqliteWireStore(database).Commit(Commits.Publish(id));

    /// <summary>Starts a hub, publishes, stops it, and returns its epoch.</summary>
    private async Task<string> Publish(params string[] ids)
    {
        using var database = Open();
        foreach (var id in ids) Assert.IsType<CommitOutcome.Committed>(await Commit(database, id));
        return database.Epoch;
    }

    private string[] ReadRecord() => File.ReadAllText(RecordPath).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private void Backup() => Run($"VACUUM INTO '{DatabasePath}.copy'");

    private void Restore() => File.Copy($"{DatabasePath}.copy", DatabasePath, overwrite: true);

    /// <summary>Restores the copy as <c>sqlite3 newshub.db ".restore copy.db"</c> does.</summary>
    private void RestoreUnderRunningHub()
    {
        using var copy = new SqliteConnection($"Data Source={DatabasePath}.copy;Pooling=false");
        using var database = new SqliteConnection($"Data Source={DatabasePath};Pooling=false");
        copy.Open();
        database.Open();
        copy.BackupDatabase(database);
    }

    private string? Find(string key) => Run($"SELECT value FROM hub WHERE key = '{key}'") as string;

    private object? Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
