using System.Diagnostics;
using System.Globalization;

namespace NewsHub.TestDatabase;

/// <summary>PostgreSQL's own programs, as Debian installs them. They refuse to run as root: then they run as the user <c>postgres</c>.</summary>
public static class PostgreSqlPrograms
{
    /// <summary>How to get them.</summary>
    public const string Missing = "PostgreSQL is missing: apt-get install -y postgresql";

    private const string Root = "/usr/lib/postgresql";

    /// <summary>The newest version's programs; null: there are none.</summary>
    public static string? Directory { get; } = System.IO.Directory.Exists(Root)
        ? System.IO.Directory.EnumerateDirectories(Root)
            .OrderByDescending(version => double.TryParse(Path.GetFileName(version), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Select(version => Path.Combine(version, "bin")).FirstOrDefault(bin => File.Exists(Path.Combine(bin, "postgres")))
        : null;

    /// <summary>Runs a program to its end; answers with what it wrote.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it wrote.</exception>
    public static async Task<string> Run(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}");
        return await output;
    }

    internal static Process Start(string program, params string[] arguments)
    {
        string[] line = [Path.Combine(Directory ?? throw new InvalidOperationException(Missing), program), .. arguments];
        if (Environment.UserName == "root") line = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", .. line];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
