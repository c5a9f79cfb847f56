namespace NewsHub.Host.Startup;

/// <summary>
/// Ends the process when a stop takes longer than <see cref="ServerSetup.ShutdownTimeout"/>. Orleans writes the silo's status to the database and
/// repeats this without end, so without the deadline a hub whose database is away would never stop. The other silos then detect its end by
/// its missing probes, and its counters lose what they had not saved, as after a crash.
/// </summary>
internal static class StopDeadline
{
    public static void Enforce(WebApplication app)
    {
        var time = app.Services.GetRequiredService<TimeProvider>();
        app.Lifetime.ApplicationStopping.Register(() => _ = ExitLater(time));
    }

    private static async Task ExitLater(TimeProvider time)
    {
        await Task.Delay(ServerSetup.ShutdownTimeout, time);
        await Console.Error.WriteLineAsync($"NewsHub did not stop within {ServerSetup.ShutdownTimeout.TotalSeconds:0} s and ends now; the database may be away.");
        Environment.Exit(Environment.ExitCode);
    }
}
