using Microsoft.Data.Sqlite;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>Restoring a SQLite hub from a backup starts a new epoch; a crash or a moved directory does not.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Data => Path.Combine(_directory.Path, "data");

    private string Database => Path.Combine(Data, "newshub.db");

    private string Copy => Path.Combine(_directory.Path, "copy.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Restored_database_file_starts_a_new_epoch_and_resets_readers()
    {
        await using var hub = HubProcess.On(Data);
        await hub.Start();
        using var newsroom = hub.OpenNewsroom();
        await using var client = await RecordingClient.Start(hub.Address, newsroom.Http, "news");
        await newsroom.Publish("In the backup");
        Run($"VACUUM INTO '{Copy}'");
        await newsroom.Publish("Lost");
        var lost = await newsroom.Publish("Also lost");
        await Eventually.Is(() => client.LastSeq == lost.Seq);
        Assert.Equal(0, await hub.Stop());

        File.Copy(Copy, Database, overwrite: true);
        await hub.Start();

        Assert.Contains("was restored from a copy", hub.Output, StringComparison.Ordinal);
        await client.WaitUntilLive();
        foreach (var headline in (string[])["Instead", "Next", "Past the old cursor"]) await newsroom.Publish(headline);
        var newest = await newsroom.Publish("Well past it");
        await OldCursor.AssertReset(hub, lost.Cursor!, newest);
        await Eventually.Is(() => client.Entries.Any(entry => entry.Cursor == newest.Cursor));
        Assert.Equal(1, client.Resets);

        await hub.Kill();
        await hub.Start();
        Assert.Equal(WireCursor.Parse(newest.Cursor!), await Wire.CurrentCursor(newsroom.Http));
    }

    [Fact]
    public async Task Kills_during_startup_and_a_moved_data_directory_keep_the_epoch()
    {
        await using (var hub = HubProcess.On(Data))
        {
            await hub.Start();
            using var newsroom = hub.OpenNewsroom();
            var before = WireCursor.Parse((await newsroom.Publish("Before the kills")).Cursor!);
            await hub.Kill();

            for (var kills = 0; kills < 5; kills++)
            {
                var life = await File.ReadAllTextAsync(Path.Combine(Data, "newshub.life"));
                hub.StartWithoutWaiting();
                await Eventually.Is(() => File.ReadAllText(Path.Combine(Data, "newshub.life")) != life);
                await hub.Kill();
            }

            await hub.Start();
            Assert.Equal(before, await Wire.CurrentCursor(newsroom.Http));
            Assert.Equal(before with { Seq = 2 }, WireCursor.Parse((await newsroom.Publish("Before the move")).Cursor!));
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
    public async Task Restore_command_starts_a_new_epoch_for_a_restored_data_directory()
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

        var (code, output) = await HubProcess.Run("restore", "--NewsHub:DataDirectory", Data);

        Assert.True(code == 0, output);
        await hub.Start();
        await newsroom.Publish("Reuses the lost sequence number");
        var newest = await newsroom.Publish("Next");
        Assert.Contains($"The epoch is now {WireCursor.Parse(newest.Cursor!).Epoch}", output, StringComparison.Ordinal);
        await OldCursor.AssertReset(hub, lost.Cursor!, newest);
    }

    [Fact]
    public async Task Backup_restored_under_a_running_hub_stops_it_and_the_next_start_has_a_new_epoch()
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

        Assert.Equal(1, await hub.WaitForExit());
        Assert.Contains("the database lacks entries that this hub has seen", hub.Output, StringComparison.Ordinal);
        await hub.Start();
        await OldCursor.AssertReset(hub, lost.Cursor!, await newsroom.Publish("Instead"));
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
