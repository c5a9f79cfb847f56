using System.Globalization;
using System.Text;
using System.Text.Json;
using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>A hub in a separate process, with an empty database and the keys of its newsrooms.</summary>
public sealed class HubProcess : IAsyncLifetime
{
    private readonly TestServers.HubProcess _process = TestServers.HubProcess.Create(("Logging:LogLevel:Default", "Warning"));

    /// <summary>The highest wire sequence in any response so far.</summary>
    private long _lastSequence;

    public HubProcess() : this([]) { }

    /// <param name="environment">Additional environment variables of the process.</param>
    internal HubProcess(params (string Name, string Value)[] environment) => _process.Environment = environment;

    internal string DataDirectory => _process.DataDirectory;

    internal int SiloPort => _process.SiloPort;

    internal int GatewayPort => _process.GatewayPort;

    public Uri Address => _process.Address;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>A key with the scope <c>admin</c>.</summary>
    public string Admin => _process.Key;

    /// <summary>A key of the newsroom harbour with the scope <c>publish</c>.</summary>
    public string Harbour { get; private set; } = "";

    /// <summary>A key of the newsroom hills with the scope <c>publish</c>.</summary>
    public string Hills { get; private set; } = "";

    /// <summary>A key with the scope <c>edit</c>.</summary>
    public string Editor { get; private set; } = "";

    /// <summary>The log output of the hub.</summary>
    public string Output => _process.Output;

    public bool IsRunning => _process.IsRunning;

    public async Task InitializeAsync()
    {
        await _process.Start();
        Client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address };
        Harbour = await CreateKey("harbour", "publish");
        Hills = await CreateKey("hills", "publish");
        Editor = await CreateKey("editors", "edit");
    }

    /// <summary>Kills the hub and starts it on the same data and ports.</summary>
    public Task Restart() => _process.Restart();

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _process.DisposeAsync();
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
        for (var before = await ReadState(); ;)
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
        (await Send("POST", "/api/keys", new { newsroom, scope }, Admin)).Expect(201).Json.GetProperty("key").GetString()!;
}

/// <summary>Tests that share one hub process; they run sequentially.</summary>
[CollectionDefinition(Name)]
public sealed class SharedHub : ICollectionFixture<HubProcess>
{
    public const string Name = "shared hub";
}
