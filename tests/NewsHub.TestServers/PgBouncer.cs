using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NewsHub.TestServers;

/// <summary>PgBouncer in front of a test server, on a free port of the loopback address.</summary>
public sealed class PgBouncer : IAsyncDisposable
{
    /// <summary>The message when the program is missing, with the command that installs it.</summary>
    public const string Missing = "PgBouncer is missing: apt-get install -y pgbouncer";

    private const string Program = "/usr/sbin/pgbouncer";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly string _directory;
    private readonly Process _process;
    private readonly int _port;

    private PgBouncer(string directory, Process process, int port) => (_directory, _process, _port) = (directory, process, port);

    public static bool IsInstalled => File.Exists(Program);

    /// <param name="poolMode"><c>session</c>, <c>transaction</c> or <c>statement</c>.</param>
    public static async Task<PgBouncer> Start(PostgreSqlServer server, string poolMode)
    {
        var directory = Directory.CreateTempSubdirectory("newshub-bouncer-").FullName;
        var port = FreePorts.Take(1)[0];
        await File.WriteAllTextAsync(Path.Combine(directory, "users.txt"), "\"postgres\" \"\"\n");
        var configuration = Path.Combine(directory, "pgbouncer.ini");
        await File.WriteAllTextAsync(configuration, string.Create(CultureInfo.InvariantCulture,
            $"""
            [databases]
            * = host=127.0.0.1 port={server.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {directory}/users.txt
            pool_mode = {poolMode}
            default_pool_size = 30
            ignore_startup_parameters = extra_float_digits
            """));
        var bouncer = new PgBouncer(directory, await Launch(directory, configuration), port);
        for (var waiting = Stopwatch.StartNew(); !await bouncer.IsReady(); await Task.Delay(PollInterval))
            if (bouncer._process.HasExited || waiting.Elapsed > Timeout) throw new InvalidOperationException("PgBouncer did not start.");
        return bouncer;
    }

    /// <summary>Returns a connection string to the same database through PgBouncer.</summary>
    public string Route(string connectionString) =>
        string.Join(';', connectionString.Split(';').Select(part => part.StartsWith("Port=", StringComparison.Ordinal) ? $"Port={_port}" : part));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    // It refuses to run as root.
    private static async Task<Process> Launch(string directory, string configuration)
    {
        if (Environment.UserName != "root") return Process.Start(Program, ["-q", configuration]);
        using var chown = Process.Start("chown", ["-R", "postgres:", directory]);
        await chown.WaitForExitAsync();
        return Process.Start("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", Program, "-q", configuration]);
    }

    private async Task<bool> IsReady()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
