using System.ComponentModel;
using System.Diagnostics;
using NewsHub.Tests.House;
using Xunit;

namespace NewsHub.Tests.Web;

public class ClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>The browser's side has its own tests; they read the same golden messages as ours.</summary>
    [SkippableTheory]
    [InlineData("newshub-client")]
    [InlineData("NewsHub.Web/client")]
    public async Task The_own_tests_of_what_runs_in_browsers_pass(string package)
    {
        Skip.IfNot(Directory.Exists(Repository.PathOf("src", "node_modules")), "The packages are not installed; build NewsHub.Web.");
        using var npm = Start(Repository.PathOf("src", package));
        Skip.If(npm is null, "npm is not on the PATH.");
        using var patience = new CancellationTokenSource(Patience);
        var output = npm.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = npm.StandardError.ReadToEndAsync(patience.Token);
        await npm.WaitForExitAsync(patience.Token);
        Assert.True(npm.ExitCode == 0, await output + await errors);
    }

    private static Process? Start(string package)
    {
        var command = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        var start = new ProcessStartInfo(command, ["test", "--silent"])
        {
            WorkingDirectory = package, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
