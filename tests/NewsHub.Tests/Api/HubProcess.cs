using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using NewsHub.Tests.Trending;
using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>The hub in a separate process, with an empty database, on a free port.</summary>
public sealed class HubProcess : IAsyncLifetime
{
    private const string AdminKey = "nh_the-admin-key-of-the-api-tests";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);

    private readonly TemporaryDirectory _directory = new();
    private readonly StringBuilder _output = new();
    private readonly (string Name, string Value)[] _environment;
    private Process _process = null!;

    /// <summary>The highest wire sequence in any response so far.</summary>
    private long _lastSequence;

    public HubProcess() : this([]) { }

    /// <param name="environment">Additional environment variables of the process.</param>
    internal HubProcess(params (string Name, string Value)[] environment) => _environment = environment;

    public Uri Address { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>A key with the scope <c>admin</c>.</summary>
    public string Admin { get; } = AdminKey;

    /// <summary>A key of the newsroom harbour with the scope <c>publish</c>.</summary>
    public string Harbour { get; private set; } = "";

    /// <summary>A key of the newsroom hills with the scope <c>publish</c>.</summary>
    public string Hills { get; private set; } = "";

    /// <summary>A key with the scope <c>edit</c>.</summary>
    public string Editor { get; private set; } = "";

    /// <summary>The log output of the hub.</summary>
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
        Address = new Uri($"http://127.0.0.1:{FindFreePort()}");
        Start();
        Client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address };
        await WaitUntilReady();
        Harbour = await CreateKey("harbour", "publish");
        Hills = await CreateKey("hills", "publish");
        Editor = await CreateKey("editors", "edit");
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        if (IsRunning) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Dispose();
    }

    /// <summary>Sends a request. A string or byte array is the raw body; any other object is serialised as JSON.</summary>
    public async Task<ApiResponse> Send(
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
        foreach (var (name, value) in headers)
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content?.Headers.TryAddWithoutValidation(name, value);
        using var message = await Client.SendAsync(request);
        var response = await ApiResponse.From(message);
        if (SequenceIn(response) is { } sequence) RaiseLastSequence(sequence);
        return response;
    }

    public Task<ApiResponse> Get(string path, string? key = null) => Send("GET", path, key: key);

    /// <summary>The page of an article, at the address to which the one without a slug redirects.</summary>
    public async Task<ApiResponse> GetPage(string id) =>
        await Get($"/articles/{id}") is { Status: 308 } redirect ? await Get(redirect.Header("Location")!) : await Get($"/articles/{id}");

    /// <summary>Creates an article and returns its id.</summary>
    public async Task<string> Create(object body, string? key = null) =>
        (await Send("POST", "/api/articles", body, key ?? Harbour)).Expect(201).Json.GetProperty("id").GetString()!;

    /// <summary>Runs <paramref name="attempt"/> and asserts that it leaves the visible state unchanged.</summary>
    public async Task ExpectNoChange(Func<Task> attempt)
    {
        var before = await State();
        await attempt();
        Assert.Equal(before, await State());
    }

    /// <summary>Returns the visible state of the hub: the head of the wire and the newest articles.</summary>
    public async Task<string> State()
    {
        // The wire endpoint lags behind commits: wait until it reaches the last receipt and does not change between two reads.
        await Eventually.Is(() => Get("/api/wire?limit=1"), wire => SequenceIn(wire.Expect(200)) >= Interlocked.Read(ref _lastSequence));
        for (var before = await ReadState(); ; )
        {
            await Task.Delay(50);
            var after = await ReadState();
            if (after == before) return after;
            before = after;
        }
    }

    private void RaiseLastSequence(long sequence)
    {
        for (var last = Interlocked.Read(ref _lastSequence); sequence > last; last = Interlocked.Read(ref _lastSequence))
            if (Interlocked.CompareExchange(ref _lastSequence, sequence, last) == last) break;
    }

    private static long? SequenceIn(ApiResponse response) =>
        response is { Status: 200 or 201, ContentType: "application/json", Text: ['{', ..] } && response.Json.TryGetProperty("cursor", out var cursor)
            && cursor.ValueKind is JsonValueKind.String ? long.Parse(cursor.GetString()!.Split('.')[1], CultureInfo.InvariantCulture) : null;

    private async Task<string> ReadState()
    {
        var wire = (await Get("/api/wire?limit=1")).Expect(200).Json.GetProperty("cursor").GetString();
        return wire + (await Get("/api/articles?limit=50")).Expect(200).Text;
    }

    private async Task<string> CreateKey(string newsroom, string scope) =>
        (await Send("POST", "/api/keys", new { newsroom, scope }, AdminKey)).Expect(201).Json.GetProperty("key").GetString()!;

    private void Start()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "NewsHub.Host.dll");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _directory.Path };
        string[] arguments =
        [
            program, $"--urls={Address}", $"--NewsHub:DataDirectory={_directory.Path}", $"--NewsHub:AdminKey={AdminKey}",
            $"--NewsHub:SiloPort={FindFreePort()}", $"--NewsHub:GatewayPort={FindFreePort()}", "--Logging:LogLevel:Default=Warning",
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in _environment) start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => AppendOutput(line.Data);
        _process.ErrorDataReceived += (_, line) => AppendOutput(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task WaitUntilReady()
    {
        for (var waiting = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            if (!IsRunning || waiting.Elapsed > StartTimeout) throw new InvalidOperationException($"The hub did not start.\n{Output}");
            try
            {
                if ((await Get("/health/ready")).Status == 200) return;
            }
            catch (HttpRequestException)
            {
            }
        }
    }

    private void AppendOutput(string? line)
    {
        lock (_output) _output.AppendLine(line);
    }

    private static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Tests that share one hub process; they run sequentially.</summary>
[CollectionDefinition(Name)]
public sealed class SharedHub : ICollectionFixture<HubProcess>
{
    public const string Name = "shared hub";
}
