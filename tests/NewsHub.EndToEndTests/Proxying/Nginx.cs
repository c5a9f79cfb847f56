using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace NewsHub.EndToEndTests.Proxying;

/// <summary>
/// Runs nginx with the configuration from <c>deploy/</c>; only addresses and folders are replaced, and unless stated otherwise the limit of requests,
/// since all readers of a test come from one address.
/// </summary>
internal sealed class Nginx : IAsyncDisposable
{
    private const string Program = "/usr/sbin/nginx";

    /// <summary>The temporary folder of root is not accessible to the user that Debian's nginx switches to.</summary>
    private static readonly string GlobalDirectives = Environment.UserName == "root" ? "daemon off; user root;" : "daemon off;";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();
    private readonly StringBuilder _output = new();
    private readonly string _configuration;
    private Process? _process;

    private Nginx(Uri[] hubs, bool isLimited)
    {
        Address = new Uri($"http://127.0.0.1:{FreePorts.Take(1)[0]}");
        _configuration = Path.Combine(_directory.Path, "nginx.conf");
        File.WriteAllText(_configuration, Adapt(File.ReadAllText(Repository.PathOf("deploy/nginx/nginx.conf")), hubs, isLimited));
    }

    public Uri Address { get; }

    /// <summary>Output of nginx: warnings and errors.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    public static bool IsInstalled => File.Exists(Program);

    /// <summary>Skips the test where nginx is missing; fails it in CI.</summary>
    public static void Require()
    {
        if (IsInstalled) return;
        const string Reason = "nginx is missing: apt-get install -y nginx";
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", Reason);
        Skip.If(true, Reason);
    }

    /// <summary>Starts nginx in front of these hubs, which replace those of the configuration and need not be running.</summary>
    public static Task<Nginx> StartInFrontOf(params Uri[] hubs) => Start(hubs, isLimited: false);

    /// <summary>The same with the burst of the configuration and hardly any rate, so that the result does not depend on the speed of the machine.</summary>
    public static Task<Nginx> StartWithLimits(params Uri[] hubs) => Start(hubs, isLimited: true);

    private static async Task<Nginx> Start(Uri[] hubs, bool isLimited)
    {
        Require();
        var nginx = new Nginx(hubs, isLimited);
        nginx.Launch();
        using var http = new HttpClient { BaseAddress = nginx.Address };
        await Eventually.Is(async () => nginx._process!.HasExited || await Answers(http), isDone => isDone, Timeout);
        return nginx._process!.HasExited ? throw new InvalidOperationException($"nginx did not start:\n{nginx.Output}") : nginx;
    }

    /// <summary>Checks the configuration with <c>nginx -t</c>.</summary>
    public static async Task<(int Code, string Said)> Check(params Uri[] hubs)
    {
        Require();
        await using var nginx = new Nginx(hubs, isLimited: true);
        return await nginx.Run("-t");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await Run("-s", "stop"); // also stops the workers, which a kill would leave running
            using var timeout = new CancellationTokenSource(Timeout);
            await _process.WaitForExitAsync(timeout.Token);
        }

        _process?.Dispose();
        _directory.Dispose();
    }

    private string Adapt(string configuration, Uri[] hubs, bool isLimited)
    {
        for (var i = 0; i < hubs.Length; i++)
            configuration = Replace(configuration, string.Create(CultureInfo.InvariantCulture, $"hub{i + 1}:8080"), hubs[i].Authority);
        configuration = Replace(configuration, "rate=500r/s", isLimited ? "rate=1r/m" : "rate=1000000r/s");
        configuration = Replace(configuration, "listen 8080;", $"listen {Address.Authority};");
        return Replace(configuration, "/tmp/", $"{_directory.Path}/");
    }

    private static string Replace(string configuration, string original, string replacement) => configuration.Contains(original, StringComparison.Ordinal)
        ? configuration.Replace(original, replacement, StringComparison.Ordinal)
        : throw new InvalidOperationException($"nginx.conf does not contain {original}.");

    private void Launch()
    {
        _process = StartProcess();
        _process.OutputDataReceived += (_, line) => AppendOutput(line.Data);
        _process.ErrorDataReceived += (_, line) => AppendOutput(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task<(int Code, string Said)> Run(params string[] more)
    {
        using var process = StartProcess(more);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private Process StartProcess(params string[] more) => Process.Start(
        new ProcessStartInfo(Program, ["-p", _directory.Path, "-e", "stderr", "-c", _configuration, "-g", GlobalDirectives, .. more]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    // nginx answers this path itself, whether or not a hub is up.
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

    private void AppendOutput(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
    }
}
