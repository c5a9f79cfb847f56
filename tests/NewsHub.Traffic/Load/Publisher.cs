using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using NewsHub.Traffic.Hub;
using NewsHub.Traffic.Load.Checking;
using NewsHub.Traffic.Measuring;

namespace NewsHub.Traffic.Load;

/// <summary>
/// Commands over kept-alive connections, each measured. Its calls block: each publisher has a thread, so that an answer does not wait
/// behind the readers' messages.
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

    /// <summary>Of these, what readers are shown with a mark: all but kills.</summary>
    public long Shown => Interlocked.Read(ref _shown);

    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>What went wrong first.</summary>
    public string? FirstFailure { get; private set; }

    /// <summary>Publishers at work, each on its thread; over when all have finished.</summary>
    public static Task Employ(int publishers, Action<int> work) => Task.WhenAll(
        Enumerable.Range(0, publishers).Select(number => Task.Factory.StartNew(
            () => work(number), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

    /// <summary>The next command of the publisher to whom the desk belongs, acknowledged when this returns.</summary>
    public void Act(LoadDesk desk)
    {
        var (kind, article) = desk.Next(_run.NextArticle);
        var sentAt = _run.Time.GetTimestamp();
        using var request = _story.Request(kind, new ArticleMark(sentAt, article));
        if (Send(request) is not { } receipt) return;
        Latencies.Add(_run.Time.GetElapsedTime(sentAt));
        if (kind is not LoadCommandKind.Kill) Interlocked.Increment(ref _shown);
        if (receipt.Sequence is { } sequence) _run.Ledger.Acknowledge(sequence, article, kind is LoadCommandKind.Kill);
        desk.Done(kind, article);
    }

    /// <summary>Fails with a message for people where nothing could be published at all.</summary>
    public void RequireSuccess()
    {
        if (Acknowledged is 0 && FirstFailure is { } failure) throw new HubException($"The hub takes no publishes: {failure}");
    }

    public void Dispose() => _http.Dispose();

    // Connected without waiting for events, the socket stays a blocking one.
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
        request.RequestUri = new Uri(_run.Target.Doors[(int)(number % _run.Target.Doors.Count)], request.RequestUri!);
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
