using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace NewsHub.Client.Transports;

/// <summary>SignalR over a WebSocket without negotiation, which saves a round trip and needs no sticky sessions.</summary>
internal sealed class SignalRTransport : ITransport
{
    /// <summary>Some proxies accept a WebSocket handshake and never answer it.</summary>
    private static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(10);

    private readonly Channel<Message> _messages = TransportMessages.OpenChannel();
    private readonly HubConnection _hub;
    private string[] _topics = [];

    /// <param name="reader">The token of the reader; null if there is none.</param>
    public SignalRTransport(Uri hub, string? reader)
    {
        _hub = new HubConnectionBuilder()
            .WithUrl(new Uri(hub, "live"), HttpTransportType.WebSockets, options =>
            {
                options.SkipNegotiation = true;
                if (reader is not null) options.Headers[HubApi.ReaderHeader] = reader;
            })
            .AddJsonProtocol(json => json.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, ClientJson.Default))
            .Build();
        _hub.On<Entry>("entry", entry => Enqueue(new Message.NewsReceived(entry)));
        _hub.On<Ranking>("ranking", ranking => Enqueue(new Message.NewsReceived(ranking)));
        _hub.On<RankingDelta>("rankingDelta", delta => Enqueue(new Message.RankingChanged(delta)));
        _hub.On<Counts>("counts", counts => Enqueue(new Message.NewsReceived(counts)));
        _hub.On<int>("move", seconds => Enqueue(new Message.Reconnect(seconds)));
        _hub.Closed += failure =>
        {
            _messages.Writer.TryComplete(failure);
            return Task.CompletedTask;
        };
    }

    public ChannelReader<Message> Messages => _messages.Reader;

    public async Task Open(CancellationToken stop)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeout.CancelAfter(OpenTimeout);
        await _hub.StartAsync(timeout.Token);
    }

    public async Task<Snapshot> Subscribe(IReadOnlyCollection<string> topics, string? after, CancellationToken stop)
    {
        // The hub sends an entry once per connection; unsubscribing first resets that. It processes calls in order.
        string[] subscribed = [.. topics];
        var unsubscribe = _topics.Length > 0 ? _hub.InvokeAsync("Unsubscribe", _topics, stop) : Task.CompletedTask;
        _topics = [];
        var snapshot = subscribed.Length > 0 ? Invoke(_hub.InvokeAsync<Snapshot>("Subscribe", subscribed, after, stop)) : Task.FromResult(Snapshot.Empty);
        await Task.WhenAll(snapshot, unsubscribe);
        _topics = subscribed;
        return await snapshot;
    }

    public Task Read(string articleId, CancellationToken stop) => Invoke(_hub.InvokeAsync<object?>("Read", articleId, stop));

    public Task<Counts> React(string articleId, string reaction, bool on, CancellationToken stop) =>
        Invoke(_hub.InvokeAsync<Counts>(on ? "React" : "TakeBack", articleId, reaction, stop));

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private void Enqueue(Message message)
    {
        if (!_messages.Writer.TryWrite(message))
            _messages.Writer.TryComplete(new IOException($"More than {TransportMessages.MaxWaiting} messages are waiting for the application."));
    }

    private static async Task<T> Invoke<T>(Task<T> call)
    {
        const string prefix = "HubException: ";
        try
        {
            return await call;
        }
        catch (HubException failure) when (failure.Message.IndexOf(prefix, StringComparison.Ordinal) is var at and >= 0)
        {
            throw new RefusedException(failure.Message[(at + prefix.Length)..], failure);
        }
    }
}
