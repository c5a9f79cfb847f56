using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace NewsHub.EndToEndTests.Proxying;

/// <summary>The real nginx with the very configuration that <c>deploy/</c> ships; only addresses and folders are this machine's.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private const string Program = "/usr/sbin/nginx";

    /// <summary>A folder of ours is closed to the user that Debian's nginx would turn into.</summary>
    private static readonly string Own = Environment.UserName == "root" ? "daemon off; user root;" : "daemon off;";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();
    private readonly StringBuilder _output = new();
    private readonly string _configuration;
    private Process? _process;

    private Nginx(Uri[] hubs)
    {
        Address = new Uri($"http://127.0.0.1:{FreePorts.Take(1)[0]}");
        _configuration = Path.Combine(_directory.Path, "nginx.conf");
        File.WriteAllText(_configuration, Here(File.ReadAllText(HubProcess.PathOf("deploy/nginx/nginx.conf")), hubs));
    }

    public Uri Address { get; }

    /// <summary>Its log of warnings and errors.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    public static bool IsThere => File.Exists(Program);

    /// <summary>Skips the test where nginx is missing; in CI that is a failure.</summary>
    public static void Require()
    {
        if (IsThere) return;
        const string Reason = "nginx is missing: apt-get install -y nginx";
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", Reason);
        Skip.If(true, Reason);
    }

    /// <summary>Serving, in front of these hubs in the place of the configuration's own; they need not be there.</summary>
    public static async Task<Nginx> StartBefore(params Uri[] hubs)
    {
        Require();
        var nginx = new Nginx(hubs);
        nginx.Launch();
        using var http = new HttpClient { BaseAddress = nginx.Address };
        await Eventually.Is(async () => nginx._process!.HasExited || await Answers(http), isOver => isOver, Patience);
        return nginx._process!.HasExited ? throw new InvalidOperationException($"nginx did not start:\n{nginx.Output}") : nginx;
    }

    /// <summary><c>nginx -t</c>: what it says of the configuration.</summary>
    public static async Task<(int Code, string Said)> Check(params Uri[] hubs)
    {
        Require();
        await using var nginx = new Nginx(hubs);
        return await nginx.Run("-t");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await Run("-s", "stop"); // its workers go too, as they would not if it were killed
            using var patience = new CancellationTokenSource(Patience);
            await _process.WaitForExitAsync(patience.Token);
        }

        _process?.Dispose();
        _directory.Dispose();
    }

    private string Here(string configuration, Uri[] hubs)
    {
        for (var i = 0; i < hubs.Length; i++)
            configuration = Replace(configuration, string.Create(CultureInfo.InvariantCulture, $"hub{i + 1}:8080"), hubs[i].Authority);
        configuration = Replace(configuration, "listen 8080;", $"listen {Address.Authority};");
        return Replace(configuration, "/tmp/", $"{_directory.Path}/");
    }

    private static string Replace(string configuration, string theirs, string ours) => configuration.Contains(theirs, StringComparison.Ordinal)
        ? configuration.Replace(theirs, ours, StringComparison.Ordinal)
        : throw new InvalidOperationException($"{theirs} is not in nginx.conf any more.");

    private void Launch()
    {
        _process = Begin();
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task<(int Code, string Said)> Run(params string[] more)
    {
        using var process = Begin(more);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private Process Begin(params string[] more) => Process.Start(
        new ProcessStartInfo(Program, ["-p", _directory.Path, "-e", "stderr", "-c", _configuration, "-g", Own, .. more]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    // It answers this itself, whatever became of the hubs.
    private static async Task<bool> Answers(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync("/metrics");
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
    }
}
