using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NewsHub.Client.Transports;

namespace NewsHub.Client;

/// <summary>
/// One line to a hub: opens it, keeps it open, and tells what the wire says, each thing once. It connects when it is first read, and ends
/// when it is disposed of. All that it does, one loop does, one thing after the other.
/// </summary>
public sealed partial class NewsWire : IAsyncDisposable
{
    /// <summary>News that may wait to be read: 1,000 × about 1 KB = 1 MB. Past it the line waits, and in the end is given up and resumed.</summary>
    private const int MaxWaiting = 1_000;

    /// <summary>Longest wait of those who have to ask again all at once.</summary>
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(1);

    private readonly Channel<News> _news = Channel.CreateBounded<News>(new BoundedChannelOptions(MaxWaiting) { SingleWriter = true });
    private readonly Channel<LineTask> _tasks = Channel.CreateUnbounded<LineTask>();
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private readonly HashSet<string> _topics;
    private readonly Session _session;
    private readonly HubApi _api;
    private readonly Uri _hub;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private Task? _running;
    private volatile ITransport? _transport;
    private int _failures;
    private bool _areSocketsBlocked;
    private bool _isMending;

    /// <param name="hub">Its address, such as <c>https://hub.example</c>.</param>
    public NewsWire(Uri hub, NewsWireOptions? options = null)
    {
        options ??= new NewsWireOptions();
        _hub = hub.AbsoluteUri.EndsWith('/') ? hub : new Uri(hub.AbsoluteUri + "/");
        (_logger, _time) = (options.Logger, options.Time);
        _topics = new HashSet<string>(options.Topics, StringComparer.Ordinal);
        _session = new Session(_topics, options.After);
        _api = new HubApi(_hub);
    }

    private delegate Task LineTask(ITransport transport);

    /// <summary>Raised by the wire's own loop, which waits for whoever listens; they must not throw.</summary>
    public event Action<WireState>? StateChanged;

    public WireState State { get; private set; }

    /// <summary>What the wire tells, for as long as it lives; one reader at a time.</summary>
    /// <exception cref="RefusedException">The hub does not have the topics, and nothing else will come.</exception>
    public async IAsyncEnumerable<News> ReadAll([EnumeratorCancellation] CancellationToken stop = default)
    {
        lock (_lock) _running ??= Task.Run(Run, CancellationToken.None);
        await foreach (var news in _news.Reader.ReadAllAsync(stop)) yield return news;
    }

    /// <summary>Follows more topics, from the place that is reached on; completes when the hub has brought them.</summary>
    /// <exception cref="RefusedException">The hub does not have one of them; the others are followed as before.</exception>
    /// <exception cref="OperationCanceledException">The wire was disposed of.</exception>
    public Task Add(params IReadOnlyCollection<string> topics) => Do(async transport =>
    {
        var added = topics.Where(_topics.Add).ToArray();
        try
        {
            if (added.Length > 0) await CatchUp(transport);
        }
        catch
        {
            _topics.ExceptWith(added);
            throw;
        }
    });

    /// <summary>Follows these topics no longer; nothing more of them is added to what waits to be read once this completes.</summary>
    /// <exception cref="OperationCanceledException">The wire was disposed of.</exception>
    public Task Remove(params IReadOnlyCollection<string> topics) => Do(transport =>
    {
        _topics.ExceptWith(topics);
        return CatchUp(transport);
    });

    /// <summary>Stops what moves. What is taken back is still told, at once and again in its place, so the line stays open.</summary>
    public void Pause()
    {
        _session.Pause();
        SetState(WireState.Paused);
    }

    /// <summary>Fetches what was missed while paused, and goes on; completes when it has.</summary>
    /// <exception cref="OperationCanceledException">The wire was disposed of.</exception>
    public Task Resume() => Do(transport =>
    {
        _session.Resume();
        return CatchUp(transport);
    });

    /// <summary>Counts a read.</summary>
    /// <exception cref="RefusedException">There is no such article.</exception>
    public Task Read(string articleId, CancellationToken stop = default) =>
        _transport is { } transport ? transport.Read(articleId, stop) : _api.Read(articleId, stop);

    /// <summary>Gives a reaction, or takes it back; answers with the counts afterwards. To repeat it changes nothing.</summary>
    /// <exception cref="RefusedException">There is no such article or reaction.</exception>
    public Task<Counts> React(string articleId, string reaction, bool on = true, CancellationToken stop = default) =>
        _transport is { } transport ? transport.React(articleId, reaction, on, stop) : _api.React(articleId, reaction, on, stop);

    public async ValueTask DisposeAsync()
    {
        if (_ended.IsCancellationRequested) return;
        await _ended.CancelAsync();
        if (_running is { } running) await running;
        _news.Writer.TryComplete();
        _api.Dispose();
        _ended.Dispose();
    }

    private async Task Run()
    {
        Exception? refusal = null;
        while (refusal is null && !_ended.IsCancellationRequested)
        {
            try
            {
                await Connect();
                await Follow();
            }
            catch (RefusedException refused)
            {
                refusal = refused;
            }
            catch (OperationCanceledException) when (_ended.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure)
            {
                await HandleLoss(failure);
            }
        }

        await Close(_transport);
        SetState(WireState.Offline);
        _news.Writer.TryComplete(refusal);
    }

    private async Task Connect()
    {
        if (_failures == 0) SetState(WireState.Connecting);
        var socket = _areSocketsBlocked ? null : await TryOpen(new SignalRTransport(_hub));
        var transport = socket ?? new EventStreamTransport(_api, _time);
        (_transport, _areSocketsBlocked) = (transport, false);
        await CatchUp(transport);
        _areSocketsBlocked = socket is null;
    }

    /// <summary>Null: nobody is there, or something in between lets no WebSocket through.</summary>
    private async Task<ITransport?> TryOpen(ITransport transport)
    {
        try
        {
            await transport.Open(_ended.Token);
            return transport;
        }
        catch (Exception failure) when (!_ended.IsCancellationRequested)
        {
            LogNotOpened(failure, _hub);
            await transport.DisposeAsync();
            return null;
        }
    }

    /// <summary>Takes messages and orders as they come, until the line is lost.</summary>
    private async Task Follow()
    {
        var (transport, told, queued) = (_transport!, (Task<bool>?)null, (Task<bool>?)null);
        while (true)
        {
            if (_tasks.Reader.TryPeek(out var task))
            {
                await Execute(task, _transport!);
                _tasks.Reader.TryRead(out _); // only now: where the line is lost, it waits for the next one
                continue;
            }

            if (transport != _transport) (transport, told) = (_transport!, null);
            if (transport.Messages.TryRead(out var message))
            {
                await Take(transport, message);
                continue;
            }

            told ??= transport.Messages.WaitToReadAsync(_ended.Token).AsTask();
            queued ??= _tasks.Reader.WaitToReadAsync(_ended.Token).AsTask();
            await Task.WhenAny(told, queued);
            if (told.IsCompleted && !await told) throw new IOException("The hub closed the line.");
            if (told.IsCompleted) told = null;
            if (queued.IsCompleted) queued = null;
        }
    }

    private static async Task Execute(LineTask task, ITransport transport)
    {
        try
        {
            await task(transport);
        }
        catch (RefusedException refusal)
        {
            throw new IOException("The hub refused what it had accepted before.", refusal);
        }
    }

    private async Task CatchUp(ITransport transport)
    {
        SetState(WireState.CatchingUp);
        var answer = await transport.Follow(_topics, _session.Cursor, _ended.Token);
        if (!answer.Recovered)
        {
            _session.Restart();
            await Publish(new Reset());
        }

        foreach (var news in _session.Accept(answer)) await Publish(news);
        _failures = 0;
        SetState(WireState.Live);
    }

    private async Task Take(ITransport transport, Message message)
    {
        if (message is Message.Reconnect(var seconds)) DoWithin(TimeSpan.FromSeconds(seconds), now => now == transport ? Reconnect(transport) : Task.CompletedTask);
        if (_session.Take(message) is { } news) await Publish(news);
        if (!_session.IsBroken || _isMending) return;
        _isMending = true;
        DoWithin(Spread, now =>
        {
            _isMending = false;
            return _session.IsBroken ? CatchUp(now) : Task.CompletedTask;
        });
    }

    /// <summary>Leaves the old line when the new one is there; if none can be had, the old one tells when it ends.</summary>
    private async Task Reconnect(ITransport old)
    {
        if (await TryOpen(_areSocketsBlocked ? new EventStreamTransport(_api, _time) : new SignalRTransport(_hub)) is not { } next) return;
        _transport = next;
        await Close(old);
        await CatchUp(next);
    }

    private ValueTask Publish(News news) => _news.Writer.WriteAsync(news, _ended.Token);

    /// <summary>Gives an order to the loop; where the line is lost meanwhile, it is carried out with the next.</summary>
    private Task Do(LineTask task)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _tasks.Writer.TryWrite(async transport =>
        {
            try
            {
                await task(transport);
                done.TrySetResult();
            }
            catch (RefusedException refusal)
            {
                done.TrySetException(refusal);
                await CatchUp(transport);
            }
        });
        return done.Task.WaitAsync(_ended.Token);
    }

    /// <summary>Does it at a moment of our own: whatever it is, others have it too.</summary>
    private void DoWithin(TimeSpan time, LineTask task) => _ = DoAfter(time * Random.Shared.NextDouble(), task);

    private async Task DoAfter(TimeSpan wait, LineTask task)
    {
        await Task.Delay(wait, _time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _tasks.Writer.TryWrite(task);
    }

    private async Task HandleLoss(Exception failure)
    {
        await Close(_transport);
        _transport = null;
        var wait = Backoff.Wait(_failures++, Random.Shared.NextDouble());
        LogLost(failure, _hub, wait);
        SetState(WireState.Offline);
        await Task.Delay(wait, _time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static ValueTask Close(ITransport? transport) => transport?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void SetState(WireState state)
    {
        var shown = _session.IsPaused && state is not WireState.Offline ? WireState.Paused : state;
        lock (_lock)
        {
            if (shown == State) return;
            State = shown;
        }

        StateChanged?.Invoke(shown);
    }

    [LoggerMessage(7001, LogLevel.Information, "The line to {Hub} was lost; the next is tried for after {Wait}")]
    private partial void LogLost(Exception failure, Uri hub, TimeSpan wait);

    [LoggerMessage(7002, LogLevel.Debug, "No WebSocket to {Hub} could be opened")]
    private partial void LogNotOpened(Exception failure, Uri hub);
}
