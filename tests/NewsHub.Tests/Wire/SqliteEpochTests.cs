using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using NewsHub.Wire;
using NewsHub.Wire.Sqlite;
using Xunit;

namespace NewsHub.Tests.Wire;

/// <summary>Files as backups, crashes and operators leave them; each start is a hub's on the real files.</summary>
public sealed class SqliteEpochTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string File => Path.Combine(_directory.Path, "newshub.db");

    private string Life => Path.Combine(_directory.Path, "newshub.life");

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
    [InlineData(0, "a copy of an earlier start that lacks none")]
    public async Task A_copy_that_was_put_back_gets_a_new_epoch_once(int lost, string what)
    {
        var epoch = await Publish("a");
        Backup();
        await Publish([.. Enumerable.Range(0, lost).Select(n => $"{what} {n}")]);

        PutBack();

        var renewed = await Publish();
        Assert.NotEqual(epoch, renewed);
        Assert.Equal(renewed, await Publish("b"));
    }

    [Fact]
    public async Task A_copy_of_the_same_start_gets_a_new_epoch_for_its_lower_head()
    {
        string epoch;
        using (var database = Open())
        {
            epoch = database.Epoch;
            await Commit(database, "a");
            Backup();
            await Commit(database, "b");
        }

        PutBack();

        Assert.NotEqual(epoch, await Publish());
    }

    [Fact]
    public async Task A_database_without_its_note_or_with_one_that_cannot_be_read_gets_a_new_epoch()
    {
        var epoch = await Publish("a");
        System.IO.File.Delete(Life);
        var second = await Publish();
        await System.IO.File.WriteAllTextAsync(Life, "torn");
        var third = await Publish();

        Assert.Equal(3, new HashSet<string> { epoch, second, third }.Count);
        Assert.Equal(third, await Publish());
    }

    [Fact]
    public async Task A_database_of_the_version_before_keeps_its_epoch_but_not_when_it_is_put_back_later()
    {
        var epoch = await Publish("a");
        Run("DELETE FROM hub WHERE key = 'life'");
        System.IO.File.Delete(Life);
        Backup();

        Assert.Equal(epoch, await Publish());
        PutBack();

        Assert.NotEqual(epoch, await Publish());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_start_that_was_cut_short_after_any_of_its_steps_keeps_the_epoch(bool isNew)
    {
        var epoch = await Publish("a");
        if (isNew) Run("DELETE FROM hub WHERE key = 'life'");
        var (mark, next) = (isNew ? "-" : Note()[0], Guid.NewGuid().ToString("N"));

        await System.IO.File.WriteAllTextAsync(Life, $"{mark} {next} 1\n");
        Assert.Equal(epoch, await Publish());

        mark = Note()[0];
        await System.IO.File.WriteAllTextAsync(Life, $"{mark} {next} 1\n");
        Run($"UPDATE hub SET value = '{next}' WHERE key = 'life'");
        Assert.Equal(epoch, await Publish());
    }

    [Fact]
    public async Task A_copy_whose_first_start_was_cut_short_before_it_had_its_epoch_gets_it_at_the_next()
    {
        var epoch = await Publish("a");
        Backup();
        await Publish("b");
        var note = await System.IO.File.ReadAllTextAsync(Life);
        PutBack();

        await Publish();
        PutBack(); // as the first start found it
        await System.IO.File.WriteAllTextAsync(Life, note);

        Assert.NotEqual(epoch, await Publish());
    }

    [Fact]
    public async Task The_note_names_one_mark_after_a_start_and_the_head_after_a_stop()
    {
        await Publish("a", "b");

        var note = Note();
        Assert.Equal((note[0], "2"), (note[1], note[2]));
    }

    [Fact]
    public async Task A_copy_that_is_restored_under_a_hub_is_noticed_and_its_epoch_renewed_while_this_hub_keeps_its_own()
    {
        using (var database = Open())
        {
            await Commit(database, "a");
            Backup();
            var (epoch, store) = (database.Epoch, new SqliteWireStore(database));
            await Commit(database, "b");
            Assert.Null(await store.CheckEpoch());
            RestoreUnderTheHub();

            Assert.Contains("lacks entries", await store.CheckEpoch(), StringComparison.Ordinal);

            Assert.Equal(epoch, store.Epoch);
            Assert.NotEqual(epoch, Find("epoch"));
            await Assert.ThrowsAsync<StoreUnreachableException>(() => store.Commit(Commits.Publish("c")));
        }

        Assert.Equal(Find("epoch"), await Publish());
    }

    [Fact]
    public async Task A_commit_on_a_copy_that_was_restored_under_the_hub_is_answered_as_unknown()
    {
        using var database = Open();
        await Commit(database, "a");
        Backup();
        await Commit(database, "b");
        RestoreUnderTheHub();

        var failure = await Assert.ThrowsAsync<StoreUnreachableException>(() => Commit(database, "c"));

        Assert.Contains("Repeat the command with the same Idempotency-Key", failure.Message, StringComparison.Ordinal);
        Assert.Contains("lacks entries", await new SqliteWireStore(database).CheckEpoch(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_epoch_ends_the_hub_that_has_the_old_one()
    {
        using var database = Open();
        Run("UPDATE hub SET value = 'another' WHERE key = 'epoch'");

        Assert.Contains("another epoch", await new SqliteWireStore(database).CheckEpoch(), StringComparison.Ordinal);
    }

    private SqliteDatabase Open() => new(_directory.Path, NullLogger<SqliteDatabase>.Instance);

    private static Task<CommitOutcome> Commit(SqliteDatabase database, string id) => new SqliteWireStore(database).Commit(Commits.Publish(id));

    /// <summary>One life of a hub; answers with the epoch that it had.</summary>
    private async Task<string> Publish(params string[] ids)
    {
        using var database = Open();
        foreach (var id in ids) Assert.IsType<CommitOutcome.Committed>(await Commit(database, id));
        return database.Epoch;
    }

    private string[] Note() => System.IO.File.ReadAllText(Life).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private void Backup() => Run($"VACUUM INTO '{File}.copy'");

    private void PutBack() => System.IO.File.Copy($"{File}.copy", File, overwrite: true);

    /// <summary>As <c>sqlite3 newshub.db ".restore copy.db"</c> does.</summary>
    private void RestoreUnderTheHub()
    {
        using var copy = new SqliteConnection($"Data Source={File}.copy;Pooling=false");
        using var database = new SqliteConnection($"Data Source={File};Pooling=false");
        copy.Open();
        database.Open();
        copy.BackupDatabase(database);
    }

    private string? Find(string key) => Run($"SELECT value FROM hub WHERE key = '{key}'") as string;

    private object? Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
