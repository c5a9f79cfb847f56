using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;

namespace NewsHub.Client.Transports;

/// <summary>Server-sent events, for where WebSockets are blocked; each choice of topics is a stream of its own.</summary>
internal sealed class EventStreamTransport(HubApi api, TimeProvider time) : ITransport
{
    /// <summary>The hub says something at least every 15 s; after three times that nobody is there.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(45);

    private readonly Channel<Message> _messages = TransportMessages.OpenChannel();
    private CancellationTokenSource? _stream;
    private Task _reading = Task.CompletedTask;

    public ChannelReader<Message> Messages => _messages.Reader;

    /// <summary>There is nothing to open before there are topics.</summary>
    public Task Open(CancellationToken stop) => Task.CompletedTask;

    public async Task<Snapshot> Follow(IReadOnlyCollection<string> topics, string? after, CancellationToken stop)
    {
        await Leave();
        if (topics.Count == 0) return Snapshot.Nothing;
        var answer = new TaskCompletionSource<Snapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        _stream = new CancellationTokenSource(Silence, time);
        _reading = Read(topics, after, answer, _stream);
        return await answer.Task.WaitAsync(stop);
    }

    public Task Read(string articleId, CancellationToken stop) => api.Read(articleId, stop);

    public Task<Counts> React(string articleId, string reaction, bool on, CancellationToken stop) => api.React(articleId, reaction, on, stop);

    public async ValueTask DisposeAsync() => await Leave();

    private async Task Leave()
    {
        if (_stream is null) return;
        var left = _stream;
        _stream = null;
        await left.CancelAsync();
        await _reading;
        left.Dispose();
    }

    private async Task Read(IReadOnlyCollection<string> topics, string? after, TaskCompletionSource<Snapshot> answer, CancellationTokenSource stream)
    {
        Exception? end = null;
        try
        {
            await using var events = await api.OpenEvents(topics, after, stream.Token);
            Beginning? beginning = new();
            await foreach (var (name, data) in ServerSentEvent.Read(events, () => stream.CancelAfter(Silence), stream.Token))
            {
                if (name == "live" && beginning is not null)
                {
                    answer.TrySetResult(beginning.End(Parse(data, ClientJson.Default.CaughtUp).Cursor));
                    beginning = null;
                }
                else if (name == "reset") beginning?.Reset(Parse(data, ClientJson.Default.Snapshot));
                else if (MessageOf(name, data) is not { } message) continue;
                else if (message is Message.Told { News: var news } && beginning is not null) beginning.Add(news);
                else await _messages.Writer.WriteAsync(message, stream.Token);
            }
        }
        catch (Exception failure)
        {
            end = failure;
        }

        if (answer.TrySetException(end ?? new IOException("The stream ended before it began.")) || stream != _stream) return;
        _messages.Writer.TryComplete(end);
    }

    private static Message? MessageOf(string name, string data) => name switch
    {
        "entry" => new Message.Told(Parse(data, ClientJson.Default.Entry)),
        "ranking" => new Message.Told(Parse(data, ClientJson.Default.Ranking)),
        "rankingDelta" => new Message.Changed(Parse(data, ClientJson.Default.RankingDelta)),
        "counts" => new Message.Told(Parse(data, ClientJson.Default.Counts)),
        "move" => new Message.Reconnect(Parse(data, ClientJson.Default.Int32)),
        _ => null,
    };

    private static T Parse<T>(string data, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(data, type) ?? throw new JsonException("The event is empty.");
}
