using System.Diagnostics;
using NewsHub.TestServers;
using NewsHub.Traffic.Hub;

namespace NewsHub.Traffic.Load.Servers;

/// <summary>
/// A server of this repository, built in Release and started on free loopback ports with a new data directory. It inherits environment
/// variables (<c>NewsHub__…</c>).
/// </summary>
internal sealed class ServerProgram : IAsyncDisposable
{
    private const string Framework = "net10.0";
    private const int KeptLines = 20;

    /// <summary>The first characters of a log line at the level warning, error or critical.</summary>
    private static readonly string[] ProblemLevels = ["warn:", "fail:", "crit:"];

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly string _data = Directory.CreateTempSubdirectory("newshub-traffic-").FullName;
    private readonly Queue<string> _lastLines = new();
    private readonly List<string> _problems = [];
    private readonly Process _process;

    private ServerProgram(string project, Uri address, IEnumerable<(string Name, string Value)> settings)
    {
        var start = new ProcessStartInfo("dotnet", [PathOf(project, "bin", "Release", Framework, $"{Path.GetFileName(project)}.dll")])
        {
            WorkingDirectory = _data, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in settings.Append(("urls", address.ToString())).Append(("NewsHub:DataDirectory", _data)))
            start.ArgumentList.Add($"--{name}={value}");
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private static string Root
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "NewsHub.sln")))
                    return folder.FullName;
            throw new UsageException("Servers can be started only from a checkout of the repository.");
        }
    }

    /// <summary>Builds a project of the repository in Release.</summary>
    public static async Task Build(string project, CancellationToken stop)
    {
        Console.WriteLine($"building {project}");
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["build", PathOf(project), "-c", "Release", "--nologo", "-v", "q"]) { RedirectStandardOutput = true })
            ?? throw new HubException("dotnet could not be started.");
        var output = await build.StandardOutput.ReadToEndAsync(stop);
        await build.WaitForExitAsync(stop);
        if (build.ExitCode is not 0) throw new HubException($"The build of {project} failed:\n{output}");
    }

    /// <summary>Starts the hub; returns when it is ready. Requires <see cref="Build"/>.</summary>
    public static Task<(ServerProgram Program, LoadTarget Target)> StartHub(TimeProvider time, CancellationToken stop) => StartHub([], time, stop);

    /// <summary>Starts the hub with additional settings; returns when it is ready.</summary>
    public static async Task<(ServerProgram Program, LoadTarget Target)> StartHub(
        IEnumerable<(string Name, string Value)> settings, TimeProvider time, CancellationToken stop)
    {
        var ports = FreePorts.Take(3);
        var (address, key) = (new Uri($"http://127.0.0.1:{ports[0]}"), $"traffic-{Guid.NewGuid():N}");
        var program = new ServerProgram("src/NewsHub.Host", address,
            [("NewsHub:AdminKey", key), ("NewsHub:SiloPort", $"{ports[1]}"), ("NewsHub:GatewayPort", $"{ports[2]}"), .. settings]);
        await program.WaitUntilReady(new Uri(address, "/health/ready"), time, stop);
        return (program, new LoadTarget(address, key, new ServerProcesses(program._process.Id)));
    }

    /// <summary>Starts bare SignalR; returns when it is ready. Requires <see cref="Build"/>.</summary>
    public static async Task<(ServerProgram Program, LoadTarget Target)> StartPeer(TimeProvider time, CancellationToken stop)
    {
        var address = new Uri($"http://127.0.0.1:{FreePorts.Take(1)[0]}");
        var program = new ServerProgram("tests/NewsHub.Peer", address, []);
        await program.WaitUntilReady(new Uri(address, "/health"), time, stop);
        return (program, new LoadTarget(address, Key: "none", new ServerProcesses(program._process.Id), IsBare: true));
    }

    /// <summary>The first warnings and errors in the log, at most 20.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (_lastLines) return [.. _problems];
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private async Task WaitUntilReady(Uri health, TimeProvider time, CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (var since = time.GetTimestamp(); !await IsReady(http, health, stop); await Task.Delay(TimeSpan.FromMilliseconds(100), time, stop))
        {
            if (!_process.HasExited && time.GetElapsedTime(since) < StartTimeout) continue;
            var output = LastLines();
            await DisposeAsync();
            throw new HubException($"The server at {health} did not start:\n{output}");
        }
    }

    private static async Task<bool> IsReady(HttpClient http, Uri health, CancellationToken stop)
    {
        try
        {
            using var answer = await http.GetAsync(health, stop);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception cause) when (cause is HttpRequestException || (cause is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_lastLines)
        {
            if (_lastLines.Count == KeptLines) _lastLines.Dequeue();
            _lastLines.Enqueue(line);
            if (_problems.Count < KeptLines && ProblemLevels.Any(level => line.StartsWith(level, StringComparison.Ordinal))) _problems.Add(line);
        }
    }

    private string LastLines()
    {
        lock (_lastLines) return string.Join('\n', _lastLines);
    }
}
