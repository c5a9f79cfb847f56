using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace NewsHub.EndToEndTests.Recording;

/// <summary>Reads the wire over SignalR.</summary>
/// <param name="hub">Returns the hub address; called for every connection, so that a reader can switch hubs.</param>
/// <param name="protocol">JSON or MessagePack; arguments are read as <see cref="JsonElement"/>.</param>
/// <param name="isCompressed">Offers <c>permessage-deflate</c>, as browsers do.</param>
public sealed class SignalRRecorder(Func<Uri> hub, Func<IHubProtocol> protocol, HttpTransportType transport = HttpTransportType.WebSockets, bool isCompressed = false) : IRecorder
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _subscribing = new(1);
    private string[] _topics = IRecorder.AllNews;
    private Session? _session;
    private Action _abort = () => { };

    public SignalRRecorder(Uri hub, Func<IHubProtocol> protocol, HttpTransportType transport = HttpTransportType.WebSockets, bool isCompressed = false)
        : this(() => hub, protocol, transport, isCompressed)
    {
    }

    public Tape Tape { get; } = new();

    public async Task<Slice> Ask(string? after)
    {
        await using var connection = Connect(new Tape());
        connection.On<JsonElement>("entry", _ => { });
        await connection.StartAsync();
        return Slice.Of(await connection.InvokeAsync<JsonElement>("Subscribe", _topics, after));
    }

    public async Task Read(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await using var connection = Connect(Tape);
            try
            {
                await ReadUntilLost(connection, stop);
            }
            catch (Exception failure) when (failure is not NotRecoveredException)
            {
                if (!stop.IsCancellationRequested) await Task.Delay(PauseAfterFailure, CancellationToken.None);
            }
        }
    }

    public async Task SetTopics(params string[] topics)
    {
        await _subscribing.WaitAsync();
        try
        {
            var dropped = _topics.Except(topics).ToArray();
            _topics = topics;
            if (_session is null) return; // the next connection subscribes to them
            if (dropped.Length > 0) await _session.Connection.InvokeAsync("Unsubscribe", dropped);
            await Subscribe(_session, CancellationToken.None);
        }
        catch (Exception failure) when (failure is not NotRecoveredException)
        {
            // The connection was lost: the next one subscribes to the new topics.
        }
        finally
        {
            _subscribing.Release();
        }
    }

    public void Abort() => Volatile.Read(ref _abort)();

    public ValueTask DisposeAsync()
    {
        Abort();
        _subscribing.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ReadUntilLost(HubConnection connection, CancellationToken stop)
    {
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.Closed += _ =>
        {
            lost.TrySetResult();
            return Task.CompletedTask;
        };
        var session = new Session(connection, new EntryBuffer(Tape));
        connection.On<JsonElement>("entry", json => session.Buffer.Add(json.Deserialize<Entry>(JsonSerializerOptions.Web)!));
        await connection.StartAsync(stop);
        await _subscribing.WaitAsync(stop);
        try
        {
            await Subscribe(session, stop);
            _session = session;
        }
        finally
        {
            _subscribing.Release();
        }

        await using (stop.Register(() => lost.TrySetResult())) await lost.Task;
        _session = null;
    }

    private async Task Subscribe(Session session, CancellationToken stop)
    {
        session.Buffer.StartBuffering();
        var answer = Slice.Of(await session.Connection.InvokeAsync<JsonElement>("Subscribe", _topics, Tape.Cursor, stop));
        if (!answer.Recovered) throw new NotRecoveredException(Tape.Cursor);
        session.Buffer.Complete(answer);
    }

    private HubConnection Connect(Tape tape)
    {
        var abort = new CancellationTokenSource();
        var builder = new HubConnectionBuilder().WithUrl(new Uri(hub(), "/live"), transport, options =>
        {
            options.SkipNegotiation = transport is HttpTransportType.WebSockets;
            options.HttpMessageHandlerFactory = handler => new AbortableHandler(handler, abort.Token);
            options.WebSocketFactory = async (context, stop) =>
            {
                var socket = new ClientWebSocket();
                if (isCompressed) socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
                await socket.ConnectAsync(context.Uri, stop);
                abort.Token.Register(socket.Abort);
                return socket;
            };
        });
        Volatile.Write(ref _abort, abort.Cancel);
        builder.Services.AddSingleton<IHubProtocol>(new TapingProtocol(protocol(), tape));
        return builder.Build();
    }

    private sealed record Session(HubConnection Connection, EntryBuffer Buffer);

    /// <summary>Fails pending and new requests after the connection is aborted.</summary>
    private sealed class AbortableHandler(HttpMessageHandler handler, CancellationToken abort) : DelegatingHandler(handler)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(abort, cancellationToken);
            try
            {
                return await base.SendAsync(request, linked.Token);
            }
            catch (OperationCanceledException) when (abort.IsCancellationRequested)
            {
                throw new HttpRequestException("The connection was aborted.");
            }
        }
    }

    /// <summary>
    /// Holds entries that arrive before the response to Subscribe; those up to its cursor are dropped. The queue of the SignalR client can also
    /// deliver such entries after the response.
    /// </summary>
    private sealed class EntryBuffer(Tape tape)
    {
        private readonly Lock _lock = new();
        private List<Entry>? _buffered = [];
        private long _deliveredUpTo;

        public void StartBuffering()
        {
            lock (_lock) _buffered ??= [];
        }

        public void Add(Entry entry)
        {
            lock (_lock)
            {
                if (_buffered is not null) _buffered.Add(entry);
                else if (entry.Seq > _deliveredUpTo) tape.Apply([entry]);
            }
        }

        public void Complete(Slice answer)
        {
            lock (_lock)
            {
                _deliveredUpTo = WireCursor.Parse(answer.Cursor).Seq;
                tape.Apply(answer.Entries, answer.Cursor);
                tape.Apply([.. _buffered!.Where(entry => entry.Seq > _deliveredUpTo)]);
                _buffered = null;
            }
        }
    }
}
