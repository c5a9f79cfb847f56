using System.Diagnostics;
using System.Globalization;

namespace NewsHub.TestServers;

/// <summary>Runs PostgreSQL's programs as installed by Debian. They refuse to run as root, so for root they run as the user <c>postgres</c>.</summary>
public static class PostgreSqlPrograms
{
    /// <summary>The message when the programs are missing, with the command that installs them.</summary>
    public const string Missing = "PostgreSQL is missing: apt-get install -y postgresql";

    private const string Root = "/usr/lib/postgresql";

    /// <summary>The directory of the newest version's programs; null if there are none.</summary>
    public static string? Directory { get; } = System.IO.Directory.Exists(Root)
        ? System.IO.Directory.EnumerateDirectories(Root)
            .OrderByDescending(version => double.TryParse(Path.GetFileName(version), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Select(version => Path.Combine(version, "bin")).FirstOrDefault(bin => File.Exists(Path.Combine(bin, "postgres")))
        : null;

    /// <summary>Runs a program and returns its output.</summary>
    /// <exception cref="InvalidOperationException">The program failed; the message contains its error output.</exception>
    public static async Task<string> Run(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} exited with code {process.ExitCode}: {await errors}");
        return await output;
    }

    internal static Process Start(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(Directory ?? throw new InvalidOperationException(Missing), program), .. arguments];
        if (Environment.UserName == "root") command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", .. command];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
