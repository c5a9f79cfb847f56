using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using NewsHub.Tests.Trending;
using Xunit;

namespace NewsHub.Tests.Doors;

/// <summary>The real program in a process of its own, with an empty database, on a free port.</summary>
public sealed class HubProcess : IAsyncLifetime
{
    private const string AdminKey = "nh_the-admin-key-of-the-door-tests";
    /// <summary>The furthest place on the wire that an answer has named.</summary>
    private long _told;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly TemporaryDirectory _directory = new();
    private readonly StringBuilder _output = new();
    private readonly (string Name, string Value)[] _environment;
    private Process _process = null!;

    public HubProcess() : this([]) { }

    /// <param name="environment">Variables for the process, besides those of the tests.</param>
    internal HubProcess(params (string Name, string Value)[] environment) => _environment = environment;

    public Uri Address { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>Keys by what they may do; harbour and hills are two newsrooms.</summary>
    public string Admin { get; } = AdminKey;

    public string Harbour { get; private set; } = "";

    public string Hills { get; private set; } = "";

    public string Editor { get; private set; } = "";

    /// <summary>What the hub has logged.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    public bool IsRunning => !_process.HasExited;

    public async Task InitializeAsync()
    {
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        Start();
        Client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address };
        await UntilReady();
        Harbour = await MakeKey("harbour", "publish");
        Hills = await MakeKey("hills", "publish");
        Editor = await MakeKey("editors", "edit");
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        if (IsRunning) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Dispose();
    }

    /// <summary>Sends a request; <paramref name="body"/> is sent as JSON, text as it is.</summary>
    public async Task<Answer> Send(
        string method, string path, object? body = null, string? key = null, string contentType = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (key is not null) request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        request.Content = body switch
        {
            null => null,
            byte[] bytes => new ByteArrayContent(bytes),
            string text => new ByteArrayContent(Encoding.UTF8.GetBytes(text)),
            _ => new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body)),
        };
        request.Content?.Headers.TryAddWithoutValidation("Content-Type", contentType);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Client.SendAsync(request);
        var answer = await Answer.Of(response);
        if (SequenceIn(answer) is { } sequence) Remember(sequence);
        return answer;
    }

    public Task<Answer> Get(string path, string? key = null) => Send("GET", path, key: key);

    /// <summary>Creates an article and answers with its id.</summary>
    public async Task<string> Create(object body, string? key = null) =>
        (await Send("POST", "/api/articles", body, key ?? Harbour)).Expect(201).Json.GetProperty("id").GetString()!;

    /// <summary>All that readers and newsrooms could see change: where the wire ends, and the newest articles.</summary>
    public async Task<string> State()
    {
        // The live push follows the log: it has caught up once it is where the last receipt says, and stands still.
        await Eventually.Is(() => Get("/api/wire?limit=1"), wire => SequenceIn(wire.Expect(200)) >= Interlocked.Read(ref _told));
        for (var before = await StateNow(); ; )
        {
            await Task.Delay(50);
            var now = await StateNow();
            if (now == before) return now;
            before = now;
        }
    }

    private void Remember(long sequence)
    {
        for (var told = Interlocked.Read(ref _told); sequence > told; told = Interlocked.Read(ref _told))
            if (Interlocked.CompareExchange(ref _told, sequence, told) == told) break;
    }

    private static long? SequenceIn(Answer answer) =>
        answer is { Status: 200 or 201, ContentType: "application/json", Text: ['{', ..] } && answer.Json.TryGetProperty("cursor", out var cursor)
            && cursor.ValueKind is JsonValueKind.String ? long.Parse(cursor.GetString()!.Split('.')[1], CultureInfo.InvariantCulture) : null;

    private async Task<string> StateNow()
    {
        var wire = (await Get("/api/wire?limit=1")).Expect(200).Json.GetProperty("cursor").GetString();
        return wire + (await Get("/api/articles?limit=50")).Expect(200).Text;
    }

    private async Task<string> MakeKey(string newsroom, string scope) =>
        (await Send("POST", "/api/keys", new { newsroom, scope }, AdminKey)).Expect(201).Json.GetProperty("key").GetString()!;

    private void Start()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "NewsHub.Host.dll");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _directory.Path };
        string[] arguments =
        [
            program, $"--urls={Address}", $"--NewsHub:DataDirectory={_directory.Path}", $"--NewsHub:AdminKey={AdminKey}",
            $"--NewsHub:SiloPort={FreePort()}", $"--NewsHub:GatewayPort={FreePort()}", "--Logging:LogLevel:Default=Warning",
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in _environment) start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task UntilReady()
    {
        for (var waiting = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            if (!IsRunning || waiting.Elapsed > Patience) throw new InvalidOperationException($"The hub did not start.\n{Output}");
            try
            {
                if ((await Get("/health/ready")).Status == 200) return;
            }
            catch (HttpRequestException)
            {
            }
        }
    }

    private void Keep(string? line)
    {
        lock (_output) _output.AppendLine(line);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Tests that knock at the doors of one hub; they run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class AtTheDoors : ICollectionFixture<HubProcess>
{
    public const string Name = "at the doors";
}
