using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace NewsHub.Tests.Web;

[Trait("Category", "Slow")]
public class ClientTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <summary>Runs the TypeScript tests, which read the same golden messages as the C# tests.</summary>
    [SkippableTheory]
    [InlineData("newshub-client")]
    [InlineData("NewsHub.Web/client")]
    public async Task Npm_tests_pass(string package)
    {
        Skip.IfNot(Directory.Exists(Repository.PathOf("src", "node_modules")), "The npm packages are not installed; build NewsHub.Web.");
        using var npm = Start(Repository.PathOf("src", package));
        Skip.If(npm is null, "npm is not on the PATH.");
        using var timeout = new CancellationTokenSource(Timeout);
        var output = npm.StandardOutput.ReadToEndAsync(timeout.Token);
        var errors = npm.StandardError.ReadToEndAsync(timeout.Token);
        await npm.WaitForExitAsync(timeout.Token);
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
