using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace NewsHub.Client.Transports;

/// <summary>SignalR over a WebSocket, without negotiation: one round trip, and no sticky sessions.</summary>
internal sealed class SignalRTransport : ITransport
{
    /// <summary>Some proxies swallow a WebSocket without a word.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    private readonly Channel<Message> _messages = TransportMessages.OpenChannel();
    private readonly HubConnection _hub;
    private string[] _topics = [];

    public SignalRTransport(Uri hub)
    {
        _hub = new HubConnectionBuilder()
            .WithUrl(new Uri(hub, "live"), HttpTransportType.WebSockets, options => options.SkipNegotiation = true)
            .AddJsonProtocol(json => json.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, ClientJson.Default))
            .Build();
        _hub.On<Entry>("entry", entry => Enqueue(new Message.Told(entry)));
        _hub.On<Ranking>("ranking", ranking => Enqueue(new Message.Told(ranking)));
        _hub.On<RankingDelta>("rankingDelta", delta => Enqueue(new Message.Changed(delta)));
        _hub.On<Counts>("counts", counts => Enqueue(new Message.Told(counts)));
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
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(MaxWait);
        await _hub.StartAsync(patience.Token);
    }

    public async Task<Snapshot> Follow(IReadOnlyCollection<string> topics, string? after, CancellationToken stop)
    {
        // The hub sends nothing twice over one line; leaving first makes it forget what it sent. It serves calls in their order.
        string[] followed = [.. topics];
        var left = _topics.Length > 0 ? _hub.InvokeAsync("Unsubscribe", _topics, stop) : Task.CompletedTask;
        _topics = [];
        var answer = followed.Length > 0 ? Ask(_hub.InvokeAsync<Snapshot>("Subscribe", followed, after, stop)) : Task.FromResult(Snapshot.Nothing);
        await Task.WhenAll(answer, left);
        _topics = followed;
        return await answer;
    }

    public Task Read(string articleId, CancellationToken stop) => Ask(_hub.InvokeAsync<object?>("Read", articleId, stop));

    public Task<Counts> React(string articleId, string reaction, bool on, CancellationToken stop) =>
        Ask(_hub.InvokeAsync<Counts>(on ? "React" : "TakeBack", articleId, reaction, stop));

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private void Enqueue(Message message)
    {
        if (!_messages.Writer.TryWrite(message))
            _messages.Writer.TryComplete(new IOException($"More than {TransportMessages.MaxWaiting} messages waited for the application."));
    }

    private static async Task<T> Ask<T>(Task<T> question)
    {
        const string mark = "HubException: ";
        try
        {
            return await question;
        }
        catch (HubException failure) when (failure.Message.IndexOf(mark, StringComparison.Ordinal) is var at and >= 0)
        {
            throw new RefusedException(failure.Message[(at + mark.Length)..], failure);
        }
    }
}
