using Microsoft.Data.Sqlite;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>A hub on SQLite is put back to an earlier state, or is not.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Data => Path.Combine(_directory.Path, "data");

    private string Database => Path.Combine(Data, "newshub.db");

    private string Copy => Path.Combine(_directory.Path, "copy.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_backup_that_was_put_back_has_a_new_epoch_and_readers_start_again()
    {
        await using var hub = HubProcess.On(Data);
        await hub.Start();
        using var newsroom = hub.OpenNewsroom();
        await using var following = await Following.Begin(hub.Address, newsroom.Http, "news");
        await newsroom.Publish("In the backup");
        Run($"VACUUM INTO '{Copy}'");
        await newsroom.Publish("Lost");
        var lost = await newsroom.Publish("Lost, too");
        await Eventually.Is(() => following.LastSeq == lost.Seq);
        Assert.Equal(0, await hub.Stop());

        File.Copy(Copy, Database, overwrite: true);
        await hub.Start();

        Assert.Contains("was restored from a copy", hub.Output, StringComparison.Ordinal);
        await following.IsLive();
        foreach (var headline in (string[])["Instead", "And on", "Past the old cursor"]) await newsroom.Publish(headline);
        var newest = await newsroom.Publish("Well past it");
        await OldCursor.StartsAgain(hub, lost.Cursor!, newest);
        await Eventually.Is(() => following.Entries.Any(entry => entry.Cursor == newest.Cursor));
        Assert.Equal(1, following.Resets);

        await hub.Kill();
        await hub.Start();
        Assert.Equal(Place.Parse(newest.Cursor!), await Wire.Now(newsroom.Http));
    }

    [Fact]
    public async Task A_kill_at_any_moment_and_a_move_of_the_directory_keep_the_epoch()
    {
        await using (var hub = HubProcess.On(Data))
        {
            await hub.Start();
            using var newsroom = hub.OpenNewsroom();
            var before = Place.Parse((await newsroom.Publish("Before the kills")).Cursor!);
            await hub.Kill();

            for (var kills = 0; kills < 5; kills++)
            {
                var life = await File.ReadAllTextAsync(Path.Combine(Data, "newshub.life"));
                hub.Begin();
                await Eventually.Is(() => File.ReadAllText(Path.Combine(Data, "newshub.life")) != life);
                await hub.Kill();
            }

            await hub.Start();
            Assert.Equal(before, await Wire.Now(newsroom.Http));
            Assert.Equal(before with { Seq = 2 }, Place.Parse((await newsroom.Publish("Before the move")).Cursor!));
            Assert.Equal(0, await hub.Stop());
        }

        var elsewhere = Path.Combine(_directory.Path, "elsewhere");
        Directory.Move(Data, elsewhere);
        await using var moved = HubProcess.On(elsewhere);
        await moved.Start();
        using var editor = moved.OpenNewsroom();
        Assert.Equal(3, (await editor.Publish("After the move")).Seq);
        Assert.DoesNotContain("was restored from a copy", moved.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_directory_that_was_put_back_gets_a_new_epoch_from_the_command_restore()
    {
        await using var hub = HubProcess.On(Data);
        await hub.Start();
        using var newsroom = hub.OpenNewsroom();
        await newsroom.Publish("In the copy");
        Assert.Equal((1, true), Refusal(await HubProcess.Run("restore", "--NewsHub:DataDirectory", Data), "Another hub works in"));
        Assert.Equal(0, await hub.Stop());
        var whole = Path.Combine(_directory.Path, "whole");
        CopyDirectory(Data, whole);
        await hub.Start();
        var lost = await newsroom.Publish("Lost");
        Assert.Equal(0, await hub.Stop());
        Directory.Delete(Data, recursive: true);
        Assert.Equal((1, true), Refusal(await HubProcess.Run("restore", "--NewsHub:DataDirectory", Data), "There is no newshub.db"));
        CopyDirectory(whole, Data);

        var (code, said) = await HubProcess.Run("restore", "--NewsHub:DataDirectory", Data);

        Assert.True(code == 0, said);
        await hub.Start();
        await newsroom.Publish("Under the old number");
        var newest = await newsroom.Publish("And on");
        Assert.Contains($"The epoch is now {Place.Parse(newest.Cursor!).Epoch}", said, StringComparison.Ordinal);
        await OldCursor.StartsAgain(hub, lost.Cursor!, newest);
    }

    [Fact]
    public async Task A_backup_that_is_restored_under_a_running_hub_ends_it_and_the_next_start_has_a_new_epoch()
    {
        await using var hub = HubProcess.On(Data);
        await hub.Start();
        using var newsroom = hub.OpenNewsroom();
        await newsroom.Publish("In the backup");
        Run($"VACUUM INTO '{Copy}'");
        var lost = await newsroom.Publish("Lost");

        using (var copy = Open(Copy))
        using (var database = Open(Database))
            copy.BackupDatabase(database);

        Assert.Equal(1, await hub.Ended());
        Assert.Contains("the database lacks entries that this hub has seen", hub.Output, StringComparison.Ordinal);
        await hub.Start();
        await OldCursor.StartsAgain(hub, lost.Cursor!, await newsroom.Publish("Instead"));
    }

    private static (int Code, bool IsSaid) Refusal((int Code, string Output) end, string reason) =>
        (end.Code, end.Output.Contains(reason, StringComparison.Ordinal));

    private static void CopyDirectory(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private void Run(string sql)
    {
        using var connection = Open(Database);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        connection.Open();
        return connection;
    }
}
