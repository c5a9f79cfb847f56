using System.Diagnostics;
using System.Reflection;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>
/// Hundreds of readers over every transport while the newsroom is busy. The load generator checks each of them against what the hub has
/// acknowledged: every visible entry once and in order, and nothing of an article after its kill.
/// </summary>
public sealed class StormTests : IClassFixture<RunningHub>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly HubProcess _hub;

    public StormTests(RunningHub running) => _hub = running.Hub;

    [Fact]
    public Task Readers_whose_lines_are_cut_at_random_miss_nothing_and_see_nothing_twice() =>
        Holds("load --transport mixed --readers 500 --publishers 64 --rate 80 --seconds 12 --cut 0.3 --kill-share 0.1 --correct-share 0.2 --seed 20261125");

    [Fact]
    public Task Readers_who_all_come_back_at_once_are_all_caught_up() =>
        Holds("storm --transport mixed --readers 1500 --within 5s --rate 20 --seed 20261125");

    /// <summary>It ends with 0 when every promise was kept; the seed makes the same cuts and kills again.</summary>
    private async Task Holds(string command)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.GetFullPath(Traffic), .. command.Split(' '), "--hub", _hub.Address.ToString(), "--key", _hub.AdminKey!])
            start.ArgumentList.Add(argument);
        using var traffic = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var output = await Task.WhenAll(traffic.StandardOutput.ReadToEndAsync(patience.Token), traffic.StandardError.ReadToEndAsync(patience.Token));
        await traffic.WaitForExitAsync(patience.Token);

        Assert.True(traffic.ExitCode == 0, $"{command} ended with {traffic.ExitCode}:\n{string.Join('\n', output)}");
    }

    private static string Traffic => typeof(StormTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Traffic").Value!;
}
