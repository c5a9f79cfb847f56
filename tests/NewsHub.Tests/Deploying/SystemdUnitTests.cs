using System.Diagnostics;
using System.Globalization;
using NewsHub.Gateway;
using NewsHub.Host;
using Xunit;

namespace NewsHub.Tests.Deploying;

/// <summary>The systemd unit.</summary>
[Trait("Category", "Slow")]
public sealed class SystemdUnitTests
{
    private const string Analyzer = "/usr/bin/systemd-analyze";

    private readonly SystemdUnit _unit = SystemdUnit.Load();

    [SkippableFact]
    public async Task Systemd_analyze_reports_no_problem()
    {
        const string Reason = "systemd-analyze is missing: apt-get install -y systemd";
        if (!File.Exists(Analyzer))
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", Reason);
            Skip.If(true, Reason);
        }

        var unit = DeployFiles.Read("systemd", "newshub.service").Replace("/usr/bin/dotnet", "/bin/true", StringComparison.Ordinal); // .NET may be installed elsewhere
        Assert.Equal((0, ""), await Verify(unit));
        var (code, output) = await Verify(unit.Replace("TimeoutStopSec", "TimeoutStop", StringComparison.Ordinal));
        Assert.True(code != 0 || output.Contains("TimeoutStop", StringComparison.Ordinal), "systemd-analyze does not report an unknown setting.");
    }

    [Fact]
    public void Stop_timeout_exceeds_the_shutdown_timeout_and_the_unit_restarts()
    {
        Assert.True(int.Parse(_unit["TimeoutStopSec"], CultureInfo.InvariantCulture) > ServerSetup.ShutdownTimeout.TotalSeconds);
        Assert.Equal("always", _unit["Restart"]);
        Assert.Equal("mixed", _unit["KillMode"]);
    }

    [Fact]
    public void Hub_runs_as_an_unprivileged_user_and_writes_only_to_its_state_directory()
    {
        Assert.NotEqual("root", _unit["User"]);
        Assert.Equal("strict", _unit["ProtectSystem"]);
        Assert.Equal("yes", _unit["NoNewPrivileges"]);
        Assert.Equal($"/var/lib/{_unit["StateDirectory"]}", Environments.Of("systemd")["NewsHub__DataDirectory"]);
    }

    [Fact]
    public void File_limit_allows_two_sockets_per_connection() =>
        Assert.True(int.Parse(_unit["LimitNOFILE"], CultureInfo.InvariantCulture) > new LiveOptions().MaxConnections * 2);

    [Fact]
    public void Unit_runs_the_program_from_the_directory_in_the_guide()
    {
        Assert.EndsWith($"{_unit["WorkingDirectory"]}/{typeof(ServerSetup).Assembly.GetName().Name}.dll", _unit["ExecStart"], StringComparison.Ordinal);
        Assert.Contains($"dotnet publish src/NewsHub.Host -c Release -o {_unit["WorkingDirectory"]}\n", DeployFiles.Read("README.md"), StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> Verify(string unit)
    {
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "newshub.service");
        await File.WriteAllTextAsync(file, unit);
        using var process = Process.Start(new ProcessStartInfo(Analyzer, ["verify", "--man=no", file]) { RedirectStandardError = true })!;
        var output = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
