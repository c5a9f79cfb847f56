using System.Globalization;
using System.Text.RegularExpressions;

namespace NewsHub.TestServers;

/// <summary>Measures PostgreSQL's own <c>pgbench</c> with one insert of 2,000 bytes per commit, as the baseline for the hub's durable commits.</summary>
public static partial class PgBench
{
    private const int Threads = 2;

    /// <summary>Returns the commits per second and the mean latency in milliseconds.</summary>
    /// <param name="callers">Number of concurrent connections.</param>
    public static async Task<(double PerSecond, double MeanMs)> Insert(PostgreSqlServer server, int callers, int seconds)
    {
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, "INSERT INTO lines (line) VALUES (repeat('x', 2000));");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            string[] connection = ["-h", "127.0.0.1", "-p", server.Port.ToString(CultureInfo.InvariantCulture), "-U", "postgres"];
            await PostgreSqlPrograms.Run(
                "psql", [.. connection, "-qc", "CREATE TABLE IF NOT EXISTS lines (id bigserial PRIMARY KEY, line text NOT NULL)", "postgres"]);
            var output = await PostgreSqlPrograms.Run(
                "pgbench", [.. connection, "-n", "-M", "prepared", "-f", script, "-T", $"{seconds}", "-c", $"{callers}", "-j", $"{Math.Min(callers, Threads)}", "postgres"]);
            return (Number(Rate().Match(output)), Number(Latency().Match(output)));
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static double Number(Match match) => double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"tps = ([0-9.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"latency average = ([0-9.]+)")]
    private static partial Regex Latency();
}
