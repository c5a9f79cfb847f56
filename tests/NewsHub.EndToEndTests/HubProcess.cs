using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace NewsHub.EndToEndTests;

/// <summary>The real program, as a process of its own. It can be killed at any moment and started again on the same data and ports.</summary>
public sealed partial class HubProcess : IAsyncDisposable
{
    /// <summary>Known to nobody but this process.</summary>
    private static readonly string TestKey = $"test-{Guid.NewGuid():N}";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);

    private const int MaxRestarts = 3;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly TemporaryDirectory? _ownData;
    private readonly int[] _ports = FreePorts.Take(3);
    private readonly StringBuilder _output = new();
    private readonly string[] _through = [];
    private readonly IPAddress _host = IPAddress.Loopback;
    private Process? _process;

    private (string Name, string Value)[] _settings;

    private HubProcess(string? dataDirectory, string? adminKey, params (string Name, string Value)[] settings)
    {
        _settings = settings;
        _ownData = dataDirectory is null ? new TemporaryDirectory() : null;
        DataDirectory = dataDirectory ?? _ownData!.Path;
        AdminKey = adminKey;
    }

    private HubProcess(string[] through, IPAddress host, (string Name, string Value)[] settings)
        : this(null, TestKey, settings) => (_through, _host) = (through, host);

    public string DataDirectory { get; }

    /// <summary>Null: the hub draws its own.</summary>
    public string? AdminKey { get; }

    /// <summary>What the next start runs: this version of the program, unless somebody says otherwise.</summary>
    public string Version { get; set; } = ThisVersion;

    public Uri Address => new($"http://{_host}:{_ports[0]}");

    /// <summary>All that it has written so far, over all its starts.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>A hub with a new directory of its own, ready to serve.</summary>
    public static async Task<HubProcess> StartFresh(params (string Name, string Value)[] settings)
    {
        var hub = new HubProcess(null, TestKey, settings);
        await hub.Start();
        return hub;
    }

    /// <summary>A hub that serves HTTP/2 without TLS at a second address.</summary>
    public static async Task<(HubProcess Hub, Uri Http2)> StartWithHttp2()
    {
        var http2 = new Uri($"http://127.0.0.1:{FreePorts.Take(1)[0]}");
        var hub = new HubProcess(null, TestKey);
        hub._settings =
        [
            ("Kestrel:Endpoints:first:Url", hub.Address.ToString()), ("Kestrel:Endpoints:second:Url", http2.ToString()),
            ("Kestrel:Endpoints:second:Protocols", "Http2"),
        ];
        await hub.Start();
        return (hub, http2);
    }

    /// <summary>A hub on somebody's directory, with a key of its own or (null) one that it draws itself; not started yet.</summary>
    public static HubProcess On(string dataDirectory, string? adminKey = null) => new(dataDirectory, adminKey);

    /// <summary>A hub on somebody's directory with more settings; not started yet.</summary>
    public static HubProcess With(string dataDirectory, params (string Name, string Value)[] settings) => new(dataDirectory, null, settings);

    /// <summary>A hub of a cluster on a database that others share; not started yet.</summary>
    public static HubProcess InCluster(string connectionString, params (string Name, string Value)[] settings) =>
        Through([], IPAddress.Loopback, connectionString, settings);

    /// <summary>The same, started by a command that becomes the hub, at an address to which that leads.</summary>
    public static HubProcess Through(string[] command, IPAddress host, string connectionString, params (string Name, string Value)[] settings) =>
        new(command, host, [("NewsHub:Store", "postgres"), ("ConnectionStrings:NewsHub", connectionString), .. settings]);

    /// <summary>A hub with a new directory of its own, started by a command that becomes the hub; not started yet.</summary>
    public static HubProcess Through(string[] command) => new(command, IPAddress.Loopback, []);

    /// <summary>Runs a command of the program to its end; answers with its exit code and all that it wrote.</summary>
    public static async Task<(int Code, string Output)> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [ThisVersion, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>The process is there, though perhaps frozen.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Returns when the hub is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time; the message holds what it wrote.</exception>
    public Task Start()
    {
        Launch();
        return BecomesReady();
    }

    /// <summary>Returns when a hub that runs is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time; the message holds what it wrote.</exception>
    public async Task BecomesReady()
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        for (var waiting = Stopwatch.StartNew(); !await IsReady(http); await Task.Delay(Pause))
        {
            if (_process!.HasExited) throw new InvalidOperationException($"The hub ended with {_process.ExitCode}:\n{Output}");
            if (waiting.Elapsed > StartPatience) throw new InvalidOperationException($"The hub was not ready in {StartPatience.TotalSeconds} s:\n{Output}");
        }
    }

    /// <summary>Returns when the hub is ready. A hub that ends meanwhile is started again, as a supervisor does; at most three times.</summary>
    public async Task BecomesReadySupervised()
    {
        for (var starts = 0; ;)
        {
            try
            {
                await (IsRunning ? BecomesReady() : Start());
                return;
            }
            catch (InvalidOperationException) when (!IsRunning && starts++ < MaxRestarts)
            {
            }
        }
    }

    /// <summary>Starts a hub that is expected to refuse; answers with its exit code.</summary>
    public async Task<int> StartAndEnd()
    {
        Launch();
        return await Ended();
    }

    /// <summary>kill -9: it cannot finish anything.</summary>
    public async Task Kill()
    {
        _process!.Kill();
        await Ended();
    }

    /// <summary>SIGSTOP: it is there, and does nothing.</summary>
    public void Freeze() => Send(SigStop);

    /// <summary>SIGCONT: it goes on where it stood.</summary>
    public void Wake() => Send(SigCont);

    /// <summary>Starts it, and does not wait until it is ready.</summary>
    public void Begin() => Launch();

    /// <summary>On the same data and ports.</summary>
    public async Task Restart()
    {
        if (_process is { HasExited: false }) await Kill();
        await Start();
    }

    /// <summary>SIGTERM, as an orchestrator would; answers with the exit code.</summary>
    public async Task<int> Stop()
    {
        Send(SigTerm);
        return await Ended();
    }

    /// <summary>A newsroom with the admin's key.</summary>
    public Newsroom OpenNewsroom() => new(Address, AdminKey ?? File.ReadAllText(Path.Combine(DataDirectory, "admin.key")).Trim());

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await Kill();
        _process?.Dispose();
        _ownData?.Dispose();
    }

    /// <summary>The program's file, as it was built with the tests.</summary>
    public static string ThisVersion => Path.GetFullPath(Program);

    /// <summary>A file of the repository that the program was built from.</summary>
    public static string PathOf(string file) => Path.Combine(Program[..Program.IndexOf("/tests/", StringComparison.Ordinal)], file);

    private static string Program => typeof(HubProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Program").Value!;

    private void Launch()
    {
        _process?.Dispose();
        string[] line = [.. _through, "dotnet", .. Arguments()];
        var start = new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment.Remove("ASPNETCORE_URLS");
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
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
                     ("NewsHub:SiloPort", _ports[1].ToString(CultureInfo.InvariantCulture)),
                     ("NewsHub:GatewayPort", _ports[2].ToString(CultureInfo.InvariantCulture)),
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

    /// <summary>Returns when the hub has ended, by itself or because it was told to; answers with the exit code.</summary>
    public async Task<int> Ended()
    {
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await _process!.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process!.Kill();
            throw new InvalidOperationException($"The hub still ran after {StopPatience.TotalSeconds} s:\n{Output}");
        }

        return _process.ExitCode;
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
    }

    private void Send(int signal)
    {
        if (Signal(_process!.Id, signal) != 0) throw new InvalidOperationException("The hub could not be signalled.");
    }

    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
