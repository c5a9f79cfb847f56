using System.Diagnostics;
using System.Text;
using Xunit;

namespace NewsHub.EndToEndTests.Browsing;

/// <summary>Programs that tests run besides the hub.</summary>
internal static class Programs
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    /// <summary>The packages that the build installs for these tests.</summary>
    public static string PathOfPackage(string name, params string[] path) =>
        Path.Combine([Repository.PathOf("tests", "NewsHub.EndToEndTests"), "node_modules", name, .. path]);

    /// <summary>Skips the test when a program is missing; fails it in CI.</summary>
    public static void Require(string program, string package)
    {
        if (File.Exists(program)) return;
        var reason = $"{program} is missing: apt-get install -y {package}";
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", reason);
        Skip.If(true, reason);
    }

    /// <summary>Runs a program to its end and returns its exit code and everything it wrote.</summary>
    public static async Task<(int Code, string Output)> Run(string program, params string[] arguments)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true } };
        var output = new StringBuilder();
        DataReceivedEventHandler add = (_, line) => { lock (output) output.AppendLine(line.Data); };
        process.OutputDataReceived += add;
        process.ErrorDataReceived += add;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        lock (output) return (process.HasExited ? process.ExitCode : -1, output.ToString());
    }
}
