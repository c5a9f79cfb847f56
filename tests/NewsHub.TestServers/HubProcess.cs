using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace NewsHub.TestServers;

/// <summary>Runs the hub as a separate process. It can be killed at any time and restarted on the same data and ports.</summary>
public sealed partial class HubProcess : IAsyncDisposable
{
    /// <summary>Generated for each test run.</summary>
    private static readonly string TestKey = $"test-{Guid.NewGuid():N}";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);

    private const int MaxRestarts = 3;
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly TemporaryDirectory? _temporaryData;
    private readonly int[] _ports = FreePorts.Take(3);
    private readonly StringBuilder _output = new();
    private readonly string[] _launcher = [];
    private readonly IPAddress _host = IPAddress.Loopback;
    private Process? _process;
    private bool _choosesPorts;
    private (string Name, string Value)[] _settings;

    private HubProcess(string? dataDirectory, string? adminKey, params (string Name, string Value)[] settings)
    {
        _settings = settings;
        _temporaryData = dataDirectory is null ? new TemporaryDirectory() : null;
        DataDirectory = dataDirectory ?? _temporaryData!.Path;
        AdminKey = adminKey;
    }

    private HubProcess(string[] launcher, IPAddress host, (string Name, string Value)[] settings)
        : this(null, TestKey, settings) => (_launcher, _host) = (launcher, host);

    public string DataDirectory { get; }

    /// <summary>Null if the hub generates its key.</summary>
    public string? AdminKey { get; }

    /// <summary>Path of the host assembly that the next start runs. Default: the version built with the tests.</summary>
    public string Version { get; set; } = ThisVersion;

    /// <summary>Additional environment variables of the next start.</summary>
    public IReadOnlyList<(string Name, string Value)> Environment { get; set; } = [];

    /// <summary>The admin key; if the hub generated it, it is read from the data directory.</summary>
    public string Key => AdminKey ?? File.ReadAllText(Path.Combine(DataDirectory, "admin.key")).Trim();

    public Uri Address => new($"http://{_host}:{_ports[0]}");

    /// <summary>The Orleans ports of a hub that does not choose them.</summary>
    public int SiloPort => _ports[1];

    /// <inheritdoc cref="SiloPort"/>
    public int GatewayPort => _ports[2];

    /// <summary>Standard output and error so far, over all starts.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>Creates a hub on a new data directory, without starting it.</summary>
    public static HubProcess Create(params (string Name, string Value)[] settings) => new(null, TestKey, settings);

    /// <summary>Starts a hub on a new data directory; returns when it is ready.</summary>
    public static async Task<HubProcess> StartFresh(params (string Name, string Value)[] settings)
    {
        var hub = Create(settings);
        await hub.Start();
        return hub;
    }

    /// <summary>Starts a hub that serves HTTP/2 without TLS at a second address.</summary>
    public static async Task<(HubProcess Hub, Uri Http2)> StartWithHttp2()
    {
        var http2 = new Uri($"http://127.0.0.1:{FreePorts.Take(1)[0]}");
        var hub = Create();
        hub._settings =
        [
            ("Kestrel:Endpoints:first:Url", hub.Address.ToString()), ("Kestrel:Endpoints:second:Url", http2.ToString()),
            ("Kestrel:Endpoints:second:Protocols", "Http2"),
        ];
        await hub.Start();
        return (hub, http2);
    }

    /// <summary>Creates a hub on an existing directory without starting it. With a null key the hub generates one.</summary>
    public static HubProcess On(string dataDirectory, string? adminKey = null) => new(dataDirectory, adminKey);

    /// <summary>Creates a hub on an existing directory with additional settings, without starting it.</summary>
    public static HubProcess With(string dataDirectory, params (string Name, string Value)[] settings) => new(dataDirectory, null, settings);

    /// <summary>Creates a hub on an existing directory that chooses its Orleans ports, without starting it.</summary>
    public static HubProcess WithoutOrleansPorts(string dataDirectory) => new(dataDirectory, null) { _choosesPorts = true };

    /// <summary>Creates a hub of a cluster on a shared PostgreSQL database, without starting it.</summary>
    public static HubProcess InCluster(string connectionString, params (string Name, string Value)[] settings) =>
        WithLauncher([], IPAddress.Loopback, connectionString, settings);

    /// <summary>As above, run by a launcher command (such as <c>ip netns exec</c>) and listening on <paramref name="host"/>.</summary>
    public static HubProcess WithLauncher(string[] command, IPAddress host, string connectionString, params (string Name, string Value)[] settings) =>
        new(command, host, [("NewsHub:Store", "postgres"), ("ConnectionStrings:NewsHub", connectionString), .. settings]);

    /// <summary>Creates a hub on a new directory that is run by a launcher command, without starting it.</summary>
    public static HubProcess WithLauncher(string[] command) => new(command, IPAddress.Loopback, []);

    /// <summary>Runs a command-line command of the hub to its end; returns its exit code and output.</summary>
    public static async Task<(int Code, string Output)> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [ThisVersion, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>True while the process exists, even if it is frozen.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Starts the hub; returns when it is ready.</summary>
    /// <exception cref="InvalidOperationException">The hub exited or was not ready in time; the message includes its output.</exception>
    public Task Start()
    {
        Launch();
        return WaitUntilReady();
    }

    /// <summary>Waits until a started hub is ready.</summary>
    /// <exception cref="InvalidOperationException">The hub exited or was not ready in time; the message includes its output.</exception>
    public async Task WaitUntilReady()
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        for (var elapsed = Stopwatch.StartNew(); !await IsReady(http); await Task.Delay(PollInterval))
        {
            if (_process!.HasExited) throw new InvalidOperationException($"The hub exited with code {_process.ExitCode}:\n{Output}");
            if (elapsed.Elapsed > StartTimeout) throw new InvalidOperationException($"The hub was not ready after {StartTimeout.TotalSeconds} s:\n{Output}");
        }
    }

    /// <summary>Waits until the hub is ready. Restarts it up to three times if it exits, as a supervisor does.</summary>
    public async Task WaitUntilReadySupervised()
    {
        for (var starts = 0; ;)
        {
            try
            {
                await (IsRunning ? WaitUntilReady() : Start());
                return;
            }
            catch (InvalidOperationException) when (!IsRunning && starts++ < MaxRestarts)
            {
            }
        }
    }

    /// <summary>Starts a hub that is expected to exit; returns its exit code.</summary>
    public async Task<int> StartExpectingExit()
    {
        Launch();
        return await WaitForExit();
    }

    /// <summary>Sends SIGKILL (kill -9) and waits for the exit.</summary>
    public async Task Kill()
    {
        _process!.Kill();
        await WaitForExit();
    }

    /// <summary>Sends SIGSTOP: the process exists but does not run.</summary>
    public void Freeze() => Send(SigStop);

    /// <summary>Sends SIGCONT: the process continues.</summary>
    public void Resume() => Send(SigCont);

    /// <summary>Starts the hub without waiting until it is ready.</summary>
    public void StartWithoutWaiting() => Launch();

    /// <summary>Kills the hub if it runs and starts it on the same data and ports.</summary>
    public async Task Restart()
    {
        if (_process is { HasExited: false }) await Kill();
        await Start();
    }

    /// <summary>Sends SIGTERM, as an orchestrator does; returns the exit code.</summary>
    public async Task<int> Stop()
    {
        Send(SigTerm);
        return await WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await Kill();
        _process?.Dispose();
        _temporaryData?.Dispose();
    }

    /// <summary>Path of the host assembly built with the tests.</summary>
    public static string ThisVersion => Path.GetFullPath(Program);

    private static string Program => typeof(HubProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Program").Value!;

    private void Launch()
    {
        _process?.Dispose();
        string[] line = [.. _launcher, "dotnet", .. Arguments()];
        var start = new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment.Remove("ASPNETCORE_URLS");
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => AppendOutput(line.Data);
        _process.ErrorDataReceived += (_, line) => AppendOutput(line.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private IEnumerable<string> Arguments()
    {
        yield return Version;
        foreach (var (name, value) in ((string Name, string? Value)[])
                 [
                     ("urls", Address.ToString()),
                     ("NewsHub:DataDirectory", DataDirectory),
                     ("NewsHub:AdminKey", AdminKey),
                     ("NewsHub:SiloPort", _choosesPorts ? null : SiloPort.ToString(CultureInfo.InvariantCulture)),
                     ("NewsHub:GatewayPort", _choosesPorts ? null : GatewayPort.ToString(CultureInfo.InvariantCulture)),
                     .. _settings.Select(setting => (setting.Name, (string?)setting.Value)),
                 ])
        {
            if (value is null) continue;
            yield return $"--{name}";
            yield return value;
        }
    }

    private static async Task<bool> IsReady(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync("/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Waits until the process exits; returns the exit code. Kills the process and throws after 40 seconds.</summary>
    public async Task<int> WaitForExit()
    {
        using var timeout = new CancellationTokenSource(StopTimeout);
        try
        {
            await _process!.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            _process!.Kill();
            throw new InvalidOperationException($"The hub was still running after {StopTimeout.TotalSeconds} s:\n{Output}");
        }

        return _process.ExitCode;
    }

    private void AppendOutput(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
    }

    private void Send(int signal)
    {
        if (Signal(_process!.Id, signal) != 0) throw new InvalidOperationException("kill(2) failed for the hub process.");
    }

    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
