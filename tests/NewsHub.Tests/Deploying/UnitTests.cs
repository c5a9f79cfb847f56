using System.Diagnostics;
using System.Globalization;
using NewsHub.Gateway;
using NewsHub.Host;
using Xunit;

namespace NewsHub.Tests.Deploying;

/// <summary>The systemd unit.</summary>
public sealed class UnitTests
{
    private const string Analyzer = "/usr/bin/systemd-analyze";

    private readonly Unit _unit = Unit.Load();

    [SkippableFact]
    public async Task Systemd_finds_nothing_to_say_against_it()
    {
        const string Reason = "systemd-analyze is missing: apt-get install -y systemd";
        if (!File.Exists(Analyzer))
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", Reason);
            Skip.If(true, Reason);
        }

        var unit = Deployed.Read("systemd", "newshub.service").Replace("/usr/bin/dotnet", "/bin/true", StringComparison.Ordinal); // wherever .NET is here
        Assert.Equal((0, ""), await Verify(unit));
        var (code, said) = await Verify(unit.Replace("TimeoutStopSec", "TimeoutStop", StringComparison.Ordinal));
        Assert.True(code != 0 || said.Contains("TimeoutStop", StringComparison.Ordinal), "It does not look.");
    }

    [Fact]
    public void It_gives_a_hub_longer_to_end_than_it_takes_and_starts_it_again()
    {
        Assert.True(int.Parse(_unit["TimeoutStopSec"], CultureInfo.InvariantCulture) > ServerSetup.TimeToStop.TotalSeconds);
        Assert.Equal("always", _unit["Restart"]);
        Assert.Equal("mixed", _unit["KillMode"]);
    }

    [Fact]
    public void A_hub_is_nobody_on_its_machine_and_writes_only_to_its_own_directory()
    {
        Assert.NotEqual("root", _unit["User"]);
        Assert.Equal("strict", _unit["ProtectSystem"]);
        Assert.Equal("yes", _unit["NoNewPrivileges"]);
        Assert.Equal($"/var/lib/{_unit["StateDirectory"]}", Environments.Of("systemd")["NewsHub__DataDirectory"]);
    }

    [Fact]
    public void A_hub_may_hold_as_many_sockets_as_connections() =>
        Assert.True(int.Parse(_unit["LimitNOFILE"], CultureInfo.InvariantCulture) > new LiveOptions().MaxConnections * 2);

    [Fact]
    public void It_runs_the_program_that_is_published_to_where_the_guide_says()
    {
        Assert.EndsWith($"{_unit["WorkingDirectory"]}/{typeof(ServerSetup).Assembly.GetName().Name}.dll", _unit["ExecStart"], StringComparison.Ordinal);
        Assert.Contains($"dotnet publish src/NewsHub.Host -c Release -o {_unit["WorkingDirectory"]}\n", Deployed.Read("README.md"), StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said)> Verify(string unit)
    {
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "newshub.service");
        await File.WriteAllTextAsync(file, unit);
        using var process = Process.Start(new ProcessStartInfo(Analyzer, ["verify", "--man=no", file]) { RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, said);
    }
}
