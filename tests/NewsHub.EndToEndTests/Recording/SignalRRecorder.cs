using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace NewsHub.EndToEndTests.Recording;

/// <summary>Reads the wire over SignalR, with a line that it can break off.</summary>
/// <param name="hub">Where to connect to: looked up for every connection, so that a reader can go elsewhere.</param>
/// <param name="protocol">How messages are written: JSON or MessagePack, with arguments that are read as <see cref="JsonElement"/>.</param>
public sealed class SignalRRecorder(Func<Uri> hub, Func<IHubProtocol> protocol, HttpTransportType transport = HttpTransportType.WebSockets) : IRecorder
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _subscribing = new(1);
    private string[] _topics = IRecorder.AllNews;
    private Line? _line;
    private Action _cut = () => { };

    public SignalRRecorder(Uri hub, Func<IHubProtocol> protocol, HttpTransportType transport = HttpTransportType.WebSockets)
        : this(() => hub, protocol, transport)
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

    public async Task Follow(params string[] topics)
    {
        await _subscribing.WaitAsync();
        try
        {
            var dropped = _topics.Except(topics).ToArray();
            _topics = topics;
            if (_line is null) return; // the next line follows them
            if (dropped.Length > 0) await _line.Connection.InvokeAsync("Unsubscribe", dropped);
            await Subscribe(_line, CancellationToken.None);
        }
        catch (Exception failure) when (failure is not NotRecoveredException)
        {
            // The line was lost meanwhile: the next one follows them.
        }
        finally
        {
            _subscribing.Release();
        }
    }

    public void Cut() => Volatile.Read(ref _cut)();

    public ValueTask DisposeAsync()
    {
        Cut();
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
        var line = new Line(connection, new Early(Tape));
        connection.On<JsonElement>("entry", json => line.Early.Take(json.Deserialize<Entry>(JsonSerializerOptions.Web)!));
        await connection.StartAsync(stop);
        await _subscribing.WaitAsync(stop);
        try
        {
            await Subscribe(line, stop);
            _line = line;
        }
        finally
        {
            _subscribing.Release();
        }

        await using (stop.Register(() => lost.TrySetResult())) await lost.Task;
        _line = null;
    }

    private async Task Subscribe(Line line, CancellationToken stop)
    {
        line.Early.Hold();
        var answer = Slice.Of(await line.Connection.InvokeAsync<JsonElement>("Subscribe", _topics, Tape.Cursor, stop));
        if (!answer.Recovered) throw new NotRecoveredException(Tape.Cursor);
        line.Early.Answer(answer);
    }

    private HubConnection Connect(Tape tape)
    {
        var cut = new CancellationTokenSource();
        var builder = new HubConnectionBuilder().WithUrl(new Uri(hub(), "/live"), transport, options =>
        {
            options.SkipNegotiation = transport is HttpTransportType.WebSockets;
            options.HttpMessageHandlerFactory = handler => new Cuttable(handler, cut.Token);
            options.WebSocketFactory = async (context, stop) =>
            {
                var socket = new ClientWebSocket();
                await socket.ConnectAsync(context.Uri, stop);
                cut.Token.Register(socket.Abort);
                return socket;
            };
        });
        Volatile.Write(ref _cut, cut.Cancel);
        builder.Services.AddSingleton<IHubProtocol>(new TapingProtocol(protocol(), tape));
        return builder.Build();
    }

    private sealed record Line(HubConnection Connection, Early Early);

    /// <summary>No request gets through, or on, once the line is cut.</summary>
    private sealed class Cuttable(HttpMessageHandler handler, CancellationToken cut) : DelegatingHandler(handler)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cut, cancellationToken);
            try
            {
                return await base.SendAsync(request, either.Token);
            }
            catch (OperationCanceledException) when (cut.IsCancellationRequested)
            {
                throw new HttpRequestException("The line was cut.");
            }
        }
    }

    /// <summary>
    /// Entries may overtake the answer: they wait for it, and count from its cursor on. The client's own queue can also hand them over after
    /// the answer that they came before.
    /// </summary>
    private sealed class Early(Tape tape)
    {
        private readonly Lock _lock = new();
        private List<Entry>? _waiting = [];
        private long _answered;

        public void Hold()
        {
            lock (_lock) _waiting ??= [];
        }

        public void Take(Entry entry)
        {
            lock (_lock)
            {
                if (_waiting is not null) _waiting.Add(entry);
                else if (entry.Seq > _answered) tape.Apply([entry]);
            }
        }

        public void Answer(Slice answer)
        {
            lock (_lock)
            {
                _answered = Place.Parse(answer.Cursor).Seq;
                tape.Apply(answer.Entries, answer.Cursor);
                tape.Apply([.. _waiting!.Where(entry => entry.Seq > _answered)]);
                _waiting = null;
            }
        }
    }
}
