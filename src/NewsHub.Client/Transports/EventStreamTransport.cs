using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;

namespace NewsHub.Client.Transports;

/// <summary>Server-sent events, used where WebSockets are blocked. Each change of topics opens a new stream.</summary>
internal sealed class EventStreamTransport(HubApi api, TimeProvider time) : ITransport
{
    /// <summary>Longest silence of a live stream: three times the hub's keep-alive interval of 15 s.</summary>
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(45);

    private readonly Channel<Message> _messages = TransportMessages.OpenChannel();
    private CancellationTokenSource? _stream;
    private Task _reading = Task.CompletedTask;

    public ChannelReader<Message> Messages => _messages.Reader;

    /// <summary>Does nothing: the stream is opened with its topics.</summary>
    public Task Open(CancellationToken stop) => Task.CompletedTask;

    public async Task<Snapshot> Subscribe(IReadOnlyCollection<string> topics, string? after, CancellationToken stop)
    {
        await CloseStream();
        if (topics.Count == 0) return Snapshot.Empty;
        var snapshot = new TaskCompletionSource<Snapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        _stream = new CancellationTokenSource(MaxSilence, time);
        _reading = ReadStream(topics, after, snapshot, _stream);
        return await snapshot.Task.WaitAsync(stop);
    }

    public Task Read(string articleId, CancellationToken stop) => api.Read(articleId, stop);

    public Task<Counts> React(string articleId, string reaction, bool on, CancellationToken stop) => api.React(articleId, reaction, on, stop);

    public async ValueTask DisposeAsync() => await CloseStream();

    private async Task CloseStream()
    {
        if (_stream is null) return;
        var closing = _stream;
        _stream = null;
        await closing.CancelAsync();
        await _reading;
        closing.Dispose();
    }

    private async Task ReadStream(IReadOnlyCollection<string> topics, string? after, TaskCompletionSource<Snapshot> snapshot, CancellationTokenSource stream)
    {
        Exception? error = null;
        try
        {
            await using var events = await api.OpenEvents(topics, after, stream.Token);
            SnapshotBuilder? initial = new();
            await foreach (var (name, data) in ServerSentEvent.Read(events, () => stream.CancelAfter(MaxSilence), stream.Token))
            {
                if (name == "live" && initial is not null)
                {
                    snapshot.TrySetResult(initial.Build(Parse(data, ClientJson.Default.CaughtUp).Cursor));
                    initial = null;
                }
                else if (name == "reset") initial?.Reset(Parse(data, ClientJson.Default.Snapshot));
                else if (ToMessage(name, data) is not { } message) continue;
                else if (message is Message.NewsReceived { News: var news } && initial is not null) initial.Add(news);
                else await _messages.Writer.WriteAsync(message, stream.Token);
            }
        }
        catch (Exception failure)
        {
            error = failure;
        }

        if (snapshot.TrySetException(error ?? new IOException("The stream ended before its live event.")) || stream != _stream) return;
        _messages.Writer.TryComplete(error);
    }

    private static Message? ToMessage(string name, string data) => name switch
    {
        "entry" => new Message.NewsReceived(Parse(data, ClientJson.Default.Entry)),
        "ranking" => new Message.NewsReceived(Parse(data, ClientJson.Default.Ranking)),
        "rankingDelta" => new Message.RankingChanged(Parse(data, ClientJson.Default.RankingDelta)),
        "counts" => new Message.NewsReceived(Parse(data, ClientJson.Default.Counts)),
        "move" => new Message.Reconnect(Parse(data, ClientJson.Default.Int32)),
        _ => null,
    };

    private static T Parse<T>(string data, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(data, type) ?? throw new JsonException("The event is empty.");
}
