using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace NewsHub.TestServers;

/// <summary>
/// A PostgreSQL server for tests, with Debian's default durability settings, on a free port of the loopback address and in a temporary
/// directory. Disposing it deletes its data.
/// </summary>
public sealed partial class PostgreSqlServer : IAsyncDisposable
{
    private const int SigInt = 2;
    private const int SigQuit = 3;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly string _directory = Directory.CreateTempSubdirectory("newshub-pg-").FullName;
    private readonly StringBuilder _output = new();
    private readonly IPAddress _address;
    private Process? _process;
    private int _databases;

    private PostgreSqlServer(IPAddress address) => (_address, Port) = (address, FreePorts.Take(1)[0]);

    public int Port { get; private set; }

    public string Data => Path.Combine(_directory, "data");

    private string ListenAddresses => _address.Equals(IPAddress.Loopback) ? "127.0.0.1" : $"127.0.0.1,{_address}";

    /// <param name="network">An address of this machine on which the server also listens, for other hosts.</param>
    public static async Task<PostgreSqlServer> StartFresh(IPAddress? network = null)
    {
        var server = await Prepare(network ?? IPAddress.Loopback);
        await PostgreSqlPrograms.Run("initdb", "-D", server.Data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8");
        if (network is not null) await File.AppendAllTextAsync(Path.Combine(server.Data, "pg_hba.conf"), "host all all samenet trust\n");
        await server.Start();
        return server;
    }

    /// <summary>Copies the running server. The copy runs as its standby when it is started.</summary>
    public async Task<PostgreSqlServer> BaseBackup()
    {
        var copy = await Prepare(_address);
        await Run("pg_basebackup", "-D", copy.Data, "--checkpoint=fast", "--wal-method=stream", "--write-recovery-conf");
        return copy;
    }

    /// <summary>Starts this server, still as a standby, at the port of a stopped primary.</summary>
    public async Task TakePlaceOf(PostgreSqlServer primary)
    {
        if (_process is { HasExited: false }) await Stop();
        Port = primary.Port;
        await Start();
    }

    /// <summary>Recovers this base backup from an archive up to a restore point, at the port of a stopped primary.</summary>
    public Task RecoverTo(string restorePoint, string archive, PostgreSqlServer primary)
    {
        File.Move(Path.Combine(Data, "standby.signal"), Path.Combine(Data, "recovery.signal"));
        File.AppendAllText(Path.Combine(Data, "postgresql.auto.conf"),
            $"restore_command = 'cp {archive}/%f %p'\nrecovery_target_name = '{restorePoint}'\nrecovery_target_action = 'promote'\n");
        return TakePlaceOf(primary);
    }

    public Task Promote() => PostgreSqlPrograms.Run("pg_ctl", "promote", "-w", "-D", Data);

    /// <summary>Runs one of PostgreSQL's client programs against this server.</summary>
    public Task<string> Run(string program, params string[] arguments) => PostgreSqlPrograms.Run(
        program, ["-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", "postgres", .. arguments]);

    /// <summary>Creates an empty database and returns its connection string.</summary>
    public async Task<string> CreateDatabase()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"newshub{Interlocked.Increment(ref _databases)}");
        await Run("createdb", name);
        return string.Create(CultureInfo.InvariantCulture, $"Host={_address};Port={Port};Username=postgres;Database={name}");
    }

    public async Task Start()
    {
        _process = PostgreSqlPrograms.Start(
            "postgres", "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture), "-k", _directory,
            "-c", $"listen_addresses={ListenAddresses}", "-c", "max_connections=200", "-c", "log_min_error_statement=panic",
            "-c", "recovery_init_sync_method=syncfs"); // after a crash, one sync call for all files instead of one for each
        _process.OutputDataReceived += (_, line) => AppendOutput(line.Data);
        _process.ErrorDataReceived += (_, line) => AppendOutput(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (var waiting = Stopwatch.StartNew(); !await IsReady(); await Task.Delay(PollInterval))
            if (_process.HasExited || waiting.Elapsed > Timeout)
                throw new InvalidOperationException($"PostgreSQL did not start:\n{_output}");
    }

    /// <summary>Disconnects all clients and shuts down cleanly (fast shutdown).</summary>
    public Task Stop() => Terminate(SigInt);

    /// <summary>Stops without a shutdown, as after a power failure; the next start recovers from the log (immediate shutdown).</summary>
    public Task Crash() => Terminate(SigQuit);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await Stop();
        _process?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static async Task<PostgreSqlServer> Prepare(IPAddress address)
    {
        var server = new PostgreSqlServer(address);
        if (Environment.UserName != "root") return server;
        using var chown = Process.Start("chown", ["postgres:", server._directory]);
        await chown.WaitForExitAsync();
        return server;
    }

    private async Task Terminate(int signal)
    {
        if (Kill(_process!.Id, signal) != 0) throw new InvalidOperationException("PostgreSQL could not be signalled.");
        using var timeout = new CancellationTokenSource(Timeout);
        await _process.WaitForExitAsync(timeout.Token);
    }

    private async Task<bool> IsReady()
    {
        try
        {
            await PostgreSqlPrograms.Run("pg_isready", "-q", "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture));
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private void AppendOutput(string? line)
    {
        lock (_output) _output.AppendLine(line);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
