using Xunit;

namespace NewsHub.EndToEndTests.Cluster;

/// <summary>A PostgreSQL database is put back to an earlier state, or a standby takes its place.</summary>
public sealed class EpochTests
{
    [SkippableFact]
    public async Task A_dump_that_was_restored_to_a_new_database_has_a_new_epoch()
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
        await editor.Publish("Under the old number");
        var newest = await editor.Publish("And on");
        await OldCursor.StartsAgain(second, lost.Cursor!, newest);
        await second.Stop();
        await second.Start();
        Assert.Equal(Place.Parse(newest.Cursor!), await Wire.Now(editor.Http));
    }

    [SkippableFact]
    public async Task A_recovery_to_a_point_in_time_while_no_hub_runs_has_a_new_epoch()
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
        await primary.Stop(); // which archives the rest

        await copy.RecoverTo("noon", archive, primary);
        await hub.Start();

        Assert.Contains("The database was restored or promoted", hub.Output, StringComparison.Ordinal);
        var newest = await newsroom.Publish("Instead");
        Assert.Equal(lost.Seq, newest.Seq);
        await OldCursor.StartsAgain(hub, lost.Cursor!, newest);
    }

    [SkippableFact]
    public async Task A_standby_that_lags_and_is_promoted_under_hubs_ends_them_and_their_next_start_has_a_new_epoch()
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

        Assert.Equal((1, 1), (await hub.Ended(), await other.Ended()));
        Assert.Contains("must be started again", hub.Output, StringComparison.Ordinal);
        Assert.Contains("must be started again", other.Output, StringComparison.Ordinal);
        await Task.WhenAll(hub.Start(), other.Start());
        var newest = await newsroom.Publish("Instead");
        await OldCursor.StartsAgain(hub, lost.Cursor!, newest);
        await OldCursor.StartsAgain(other, lost.Cursor!, newest);
    }

    [SkippableFact]
    public async Task A_synchronous_standby_that_is_promoted_keeps_the_epoch_and_the_hubs_run_on()
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

        Assert.Equal(Place.Parse(before.Cursor!) with { Seq = before.Seq + 1 }, Place.Parse(after!.Cursor!));
        await Eventually.Is(() => hub.Output.Contains("The epoch goes on", StringComparison.Ordinal));
        Assert.Equal(0, await hub.Stop());
        await hub.Start();
        Assert.Equal(Place.Parse(after.Cursor!), await Wire.Now(newsroom.Http));
    }

    [SkippableFact]
    public async Task The_command_restore_ends_the_hubs_that_run_and_their_next_start_has_the_new_epoch()
    {
        await using var cluster = await HubCluster.Prepare([[]]);
        var hub = cluster.Hubs[0];
        await hub.Start();
        using var newsroom = hub.OpenNewsroom();
        var before = await newsroom.Publish("Before");

        var (code, said) = await HubProcess.Run(
            "restore", "--NewsHub:Store", "postgres", "--ConnectionStrings:NewsHub", cluster.ConnectionString, "--NewsHub:DataDirectory", hub.DataDirectory);

        Assert.True(code == 0, said);
        Assert.Equal(1, await hub.Ended());
        await hub.Start();
        var after = await newsroom.Publish("After");
        Assert.Contains($"The epoch is now {Place.Parse(after.Cursor!).Epoch}", said, StringComparison.Ordinal);
        await OldCursor.StartsAgain(hub, before.Cursor!, after);
    }

    /// <summary>Null: the database is not back yet.</summary>
    private static async Task<Receipt?> TryPublish(Newsroom newsroom)
    {
        try
        {
            return (await newsroom.Send("/api/articles", new { headline = "On the other", section = "world", body = "In full.", status = "published" }, "once")).Receipt;
        }
        catch (InvalidOperationException refusal) when (refusal.Message.Contains("answered 503", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
