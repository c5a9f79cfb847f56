using System.Diagnostics;
using System.Reflection;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>
/// Runs the load generator with hundreds of readers over every transport. It checks each reader against the commands that the hub
/// acknowledged: every visible entry once and in order, and no content of an article after its kill.
/// </summary>
public sealed class StormTests : IClassFixture<RunningHub>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(4);

    private readonly HubProcess _hub;

    public StormTests(RunningHub running) => _hub = running.Hub;

    [Fact]
    public Task Random_disconnects_under_load_cause_no_gap_and_no_repeat() =>
        RunTraffic("load --transport mixed --readers 500 --publishers 64 --rate 80 --seconds 12 --cut 0.3 --kill-share 0.1 --correct-share 0.2 --seed 20261125");

    [Fact]
    public Task Reconnect_storm_of_all_readers_catches_up_every_reader() =>
        RunTraffic("storm --transport mixed --readers 1500 --within 5s --rate 20 --seed 20261125");

    /// <summary>Runs the generator, which exits with code 0 when all guarantees hold. The seed makes the cuts and kills reproducible.</summary>
    private async Task RunTraffic(string command)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.GetFullPath(Traffic), .. command.Split(' '), "--hub", _hub.Address.ToString(), "--key", _hub.AdminKey!])
            start.ArgumentList.Add(argument);
        using var traffic = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(Timeout);
        var output = await Task.WhenAll(traffic.StandardOutput.ReadToEndAsync(timeout.Token), traffic.StandardError.ReadToEndAsync(timeout.Token));
        await traffic.WaitForExitAsync(timeout.Token);

        Assert.True(traffic.ExitCode == 0, $"{command} exited with code {traffic.ExitCode}:\n{string.Join('\n', output)}");
    }

    private static string Traffic => typeof(StormTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Traffic").Value!;
}
