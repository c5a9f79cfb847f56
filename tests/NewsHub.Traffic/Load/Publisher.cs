using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using NewsHub.Traffic.Hub;
using NewsHub.Traffic.Load.Checking;
using NewsHub.Traffic.Measuring;

namespace NewsHub.Traffic.Load;

/// <summary>
/// Sends commands over keep-alive connections and measures each. Calls block and each publisher has its own thread, so that a response does
/// not queue behind messages of the readers.
/// </summary>
internal sealed class Publisher : IDisposable
{
    private readonly LoadRun _run;
    private readonly LoadStory _story;
    private readonly HttpClient _http;
    private readonly string _keys = Guid.NewGuid().ToString("N");
    private long _commands, _shown, _failed;

    public Publisher(LoadRun run)
    {
        var handler = new SocketsHttpHandler
        {
            MaxConnectionsPerServer = run.Options.Publishers, UseCookies = false, UseProxy = false, ConnectCallback = Connect,
        };
        _http = new HttpClient(handler);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", run.Target.Key);
        (_run, _story) = (run, new LoadStory(run.Options.Topic, run.Target.IsBare));
    }

    public Latencies Latencies { get; } = new();

    public long Acknowledged => Latencies.Count;

    /// <summary>Acknowledged commands that readers receive with a mark: all except kills.</summary>
    public long Shown => Interlocked.Read(ref _shown);

    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>The first error message.</summary>
    public string? FirstFailure { get; private set; }

    /// <summary>Runs <paramref name="work"/> once per publisher, each on its own thread; completes when all have finished.</summary>
    public static Task RunOnThreads(int publishers, Action<int> work) => Task.WhenAll(
        Enumerable.Range(0, publishers).Select(number => Task.Factory.StartNew(
            () => work(number), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

    /// <summary>Sends the next command of a publisher; returns when it is acknowledged or has failed.</summary>
    public void SendNext(CommandGenerator commands)
    {
        var (kind, article) = commands.Next(_run.NextArticle);
        var sentAt = _run.Time.GetTimestamp();
        using var request = _story.Request(kind, new ArticleMark(sentAt, article));
        if (Send(request) is not { } receipt) return;
        Latencies.Add(_run.Time.GetElapsedTime(sentAt));
        if (kind is not LoadCommandKind.Kill) Interlocked.Increment(ref _shown);
        if (receipt.Sequence is { } sequence) _run.Ledger.Acknowledge(sequence, article, kind is LoadCommandKind.Kill);
        commands.Acknowledge(kind, article);
    }

    /// <summary>Throws <see cref="HubException"/> if no command was acknowledged.</summary>
    public void RequireSuccess()
    {
        if (Acknowledged is 0 && FirstFailure is { } failure) throw new HubException($"The hub accepted no publish: {failure}");
    }

    public void Dispose() => _http.Dispose();

    // A synchronous connect keeps the socket in blocking mode.
    private static ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(context.DnsEndPoint);
            return ValueTask.FromResult<Stream>(new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Receipt? Send(HttpRequestMessage request)
    {
        var number = Interlocked.Increment(ref _commands);
        request.RequestUri = new Uri(_run.Target.Endpoints[(int)(number % _run.Target.Endpoints.Count)], request.RequestUri!);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", string.Create(CultureInfo.InvariantCulture, $"{_keys}-{number}"));
        try
        {
            using var response = _http.Send(request);
            using var content = response.Content.ReadAsStream();
            if (response.IsSuccessStatusCode) return _run.Target.IsBare ? Receipt.None : JsonSerializer.Deserialize<Receipt>(content, JsonSerializerOptions.Web);
            using var problem = new StreamReader(content);
            return Fail($"{(int)response.StatusCode} {problem.ReadToEnd()}");
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException or OperationCanceledException or JsonException)
        {
            return Fail(cause.Message);
        }
    }

    private Receipt? Fail(string why)
    {
        if (Interlocked.Increment(ref _failed) is 1) FirstFailure = why;
        return null;
    }
}
