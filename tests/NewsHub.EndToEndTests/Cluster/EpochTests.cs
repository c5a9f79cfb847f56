using Xunit;

namespace NewsHub.EndToEndTests.Cluster;

/// <summary>Restoring a PostgreSQL database or promoting a standby: when the epoch changes and when it is kept.</summary>
public sealed class EpochTests
{
    [SkippableFact]
    public async Task Dump_restored_to_a_new_database_has_a_new_epoch()
    {
        await using var cluster = await HubCluster.Prepare([[]]);
        var hub = cluster.Hubs[0];
        await hub.Start();
        using var newsroom = hub.OpenNewsroom();
        await newsroom.Publish("In the dump");
        var dump = Path.Combine(Path.GetDirectoryName(cluster.Database.Data)!, "dump");
        await cluster.Database.Run("pg_dump", "-Fc", "-f", dump, "newshub1");
        var lost = await newsroom.Publish("Lost");
        Assert.Equal(0, await hub.Stop());

        var restored = await cluster.Database.CreateDatabase();
        await cluster.Database.Run("pg_restore", "-d", "newshub2", dump);
        await using var second = HubProcess.InCluster(restored);
        await second.Start();

        using var editor = second.OpenNewsroom();
        await editor.Publish("Reuses the lost sequence number");
        var newest = await editor.Publish("Next");
        await OldCursor.AssertReset(second, lost.Cursor!, newest);
        await second.Stop();
        await second.Start();
        Assert.Equal(WireCursor.Parse(newest.Cursor!), await Wire.CurrentCursor(editor.Http));
    }

    [SkippableFact]
    public async Task Point_in_time_recovery_while_no_hub_runs_has_a_new_epoch()
    {
        await using var cluster = await HubCluster.Prepare([[]]);
        var (hub, primary) = (cluster.Hubs[0], cluster.Database);
        var archive = Path.GetDirectoryName(primary.Data)!;
        await primary.Run("psql", "-c", "ALTER SYSTEM SET archive_mode = on", "-c", $"ALTER SYSTEM SET archive_command = 'cp %p {archive}/%f'");
        await primary.Stop();
        await primary.Start();
        await hub.Start();
        using var newsroom = hub.OpenNewsroom();
        await newsroom.Publish("In the base backup");
        await using var copy = await primary.BaseBackup();
        await newsroom.Publish("In the archive");
        await primary.Run("psql", "-c", "SELECT pg_create_restore_point('noon')");
        var lost = await newsroom.Publish("Lost");
        Assert.Equal(0, await hub.Stop());
        await primary.Stop(); // archives the remaining WAL

        await copy.RecoverTo("noon", archive, primary);
        await hub.Start();

        Assert.Contains("The database was restored or promoted", hub.Output, StringComparison.Ordinal);
        var newest = await newsroom.Publish("Instead");
        Assert.Equal(lost.Seq, newest.Seq);
        await OldCursor.AssertReset(hub, lost.Cursor!, newest);
    }

    [SkippableFact]
    public async Task Promotion_of_a_lagging_standby_stops_running_hubs_and_their_next_start_has_a_new_epoch()
    {
        await using var cluster = await HubCluster.Prepare([], []);
        var (hub, other, primary) = (cluster.Hubs[0], cluster.Hubs[1], cluster.Database);
        await hub.Start();
        await other.Start();
        using var newsroom = hub.OpenNewsroom();
        await newsroom.Publish("On both");
        await using var standby = await primary.BaseBackup();
        var lost = await newsroom.Publish("On the primary alone");
        await primary.Crash();

        await standby.TakePlaceOf(primary);
        await standby.Promote();

        Assert.Equal((1, 1), (await hub.WaitForExit(), await other.WaitForExit()));
        Assert.Contains("must be started again", hub.Output, StringComparison.Ordinal);
        Assert.Contains("must be started again", other.Output, StringComparison.Ordinal);
        await Task.WhenAll(hub.Start(), other.Start());
        var newest = await newsroom.Publish("Instead");
        await OldCursor.AssertReset(hub, lost.Cursor!, newest);
        await OldCursor.AssertReset(other, lost.Cursor!, newest);
    }

    [SkippableFact]
    public async Task Promotion_of_a_synchronous_standby_keeps_the_epoch_and_the_hubs_keep_running()
    {
        await using var cluster = await HubCluster.Prepare([[]]);
        var (hub, primary) = (cluster.Hubs[0], cluster.Database);
        await using var standby = await primary.BaseBackup();
        await standby.Start();
        await primary.Run("psql", "-c", "ALTER SYSTEM SET synchronous_standby_names = '*'", "-c", "SELECT pg_reload_conf()");
        await hub.Start();
        using var newsroom = hub.OpenNewsroom();
        var before = await newsroom.Publish("On both");
        await primary.Crash();

        await standby.TakePlaceOf(primary);
        await standby.Promote();
        var after = await Eventually.Is(() => TryPublish(newsroom), receipt => receipt is not null);

        Assert.Equal(WireCursor.Parse(before.Cursor!) with { Seq = before.Seq + 1 }, WireCursor.Parse(after!.Cursor!));
        await Eventually.Is(() => hub.Output.Contains("The epoch goes on", StringComparison.Ordinal));
        Assert.Equal(0, await hub.Stop());
        await hub.Start();
        Assert.Equal(WireCursor.Parse(after.Cursor!), await Wire.CurrentCursor(newsroom.Http));
    }

    [SkippableFact]
    public async Task Restore_command_stops_running_hubs_and_their_next_start_has_the_new_epoch()
    {
        await using var cluster = await HubCluster.Prepare([[]]);
        var hub = cluster.Hubs[0];
        await hub.Start();
        using var newsroom = hub.OpenNewsroom();
        var before = await newsroom.Publish("Before");

        var (code, output) = await HubProcess.Run(
            "restore", "--NewsHub:Store", "postgres", "--ConnectionStrings:NewsHub", cluster.ConnectionString, "--NewsHub:DataDirectory", hub.DataDirectory);

        Assert.True(code == 0, output);
        Assert.Equal(1, await hub.WaitForExit());
        await hub.Start();
        var after = await newsroom.Publish("After");
        Assert.Contains($"The epoch is now {WireCursor.Parse(after.Cursor!).Epoch}", output, StringComparison.Ordinal);
        await OldCursor.AssertReset(hub, before.Cursor!, after);
    }

    /// <summary>Returns null while the database is not available.</summary>
    private static async Task<Receipt?> TryPublish(Newsroom newsroom)
    {
        try
        {
            return (await newsroom.Send("/api/articles", new { headline = "After the promotion", section = "world", body = "In full.", status = "published" }, "once")).Receipt;
        }
        catch (InvalidOperationException refusal) when (refusal.Message.Contains("answered 503", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
