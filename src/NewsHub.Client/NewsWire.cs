using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NewsHub.Client.Transports;

namespace NewsHub.Client;

/// <summary>
/// A subscription to a hub: connects, reconnects and delivers the news of its topics, each item once. It connects when it is first read and
/// ends when it is disposed. A single loop processes messages and tasks in sequence.
/// </summary>
public sealed partial class NewsWire : IAsyncDisposable
{
    /// <summary>News that may wait to be read: 1,000 × about 1 KB = 1 MB. When it is full the loop waits, and the transport's own buffer fills.</summary>
    private const int MaxWaiting = 1_000;

    /// <summary>Longest random delay before a missing snapshot is requested: other readers miss the same message at the same time.</summary>
    private static readonly TimeSpan MaxSnapshotDelay = TimeSpan.FromSeconds(1);

    /// <summary>News waits no longer than this for the identity of the reader.</summary>
    private static readonly TimeSpan IdentityTimeout = TimeSpan.FromSeconds(5);

    private readonly Channel<News> _news = Channel.CreateBounded<News>(new BoundedChannelOptions(MaxWaiting) { SingleWriter = true });
    private readonly Channel<TransportTask> _tasks = Channel.CreateUnbounded<TransportTask>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly HashSet<string> _topics;
    private readonly Session _session;
    private readonly HubApi _api;
    private readonly Uri _hub;
    private readonly IReaderStore? _reader;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private Task? _loop;
    private volatile ITransport? _transport;
    private int _failures;
    private bool _areSocketsBlocked;
    private bool _isIdentified;
    private bool _isSnapshotScheduled;

    /// <param name="hub">The address of the hub, such as <c>https://hub.example</c>.</param>
    public NewsWire(Uri hub, NewsWireOptions? options = null)
    {
        options ??= new NewsWireOptions();
        _hub = hub.AbsoluteUri.EndsWith('/') ? hub : new Uri(hub.AbsoluteUri + "/");
        (_logger, _time) = (options.Logger, options.Time);
        _topics = new HashSet<string>(options.Topics, StringComparer.Ordinal);
        _session = new Session(_topics, options.After);
        _api = new HubApi(_hub);
        _reader = options.Reader;
    }

    private delegate Task TransportTask(ITransport transport);

    /// <summary>Raised by the wire's loop or the caller of <see cref="Pause"/>, which waits for the handlers. Handlers must not throw.</summary>
    public event Action<WireState>? StateChanged;

    public WireState State { get; private set; }

    /// <summary>Delivers the news until the wire is disposed. Only one reader at a time.</summary>
    /// <exception cref="RefusedException">The hub does not have one of the topics; the wire has ended.</exception>
    public async IAsyncEnumerable<News> ReadAll([EnumeratorCancellation] CancellationToken stop = default)
    {
        lock (_lock) _loop ??= Task.Run(Run, CancellationToken.None);
        await foreach (var news in _news.Reader.ReadAllAsync(stop)) yield return news;
    }

    /// <summary>Adds topics, from the current cursor on; completes when the hub has sent their current state.</summary>
    /// <exception cref="RefusedException">The hub does not have one of the topics; none is added and the earlier topics are kept.</exception>
    /// <exception cref="OperationCanceledException">The wire was disposed.</exception>
    public Task Add(params IReadOnlyCollection<string> topics) => Enqueue(async transport =>
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

    /// <summary>Removes topics. After completion no more of their news is queued; news queued earlier is still delivered.</summary>
    /// <exception cref="OperationCanceledException">The wire was disposed.</exception>
    public Task Remove(params IReadOnlyCollection<string> topics) => Enqueue(transport =>
    {
        _topics.ExceptWith(topics);
        return CatchUp(transport);
    });

    /// <summary>Stops delivery. Withdrawals are still delivered immediately, and again in order after <see cref="Resume"/>; the connection stays open.</summary>
    public void Pause()
    {
        _session.Pause();
        SetState(WireState.Paused);
    }

    /// <summary>Fetches the news missed while paused and continues; completes when it is queued.</summary>
    /// <exception cref="OperationCanceledException">The wire was disposed.</exception>
    public Task Resume() => Enqueue(transport =>
    {
        _session.Resume();
        return CatchUp(transport);
    });

    /// <summary>Counts a read.</summary>
    /// <exception cref="RefusedException">There is no such article.</exception>
    public Task Read(string articleId, CancellationToken stop = default) =>
        _transport is { } transport ? transport.Read(articleId, stop) : _api.Read(articleId, stop);

    /// <summary>Reads the newest posts of a live blog, in its order.</summary>
    /// <param name="limit">Maximum number of posts, from 1 to 100.</param>
    /// <exception cref="RefusedException">There is no such public live blog.</exception>
    public Task<PostList> ListPosts(string articleId, int limit = 30, CancellationToken stop = default) => _api.ListPosts(articleId, limit, stop);

    /// <summary>Adds or removes a reaction and returns the resulting counts. Idempotent.</summary>
    /// <exception cref="RefusedException">There is no such article or reaction.</exception>
    public Task<Counts> React(string articleId, string reaction, bool on = true, CancellationToken stop = default) =>
        _transport is { } transport ? transport.React(articleId, reaction, on, stop) : _api.React(articleId, reaction, on, stop);

    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested) return;
        await _stopping.CancelAsync();
        if (_loop is { } loop) await loop;
        _news.Writer.TryComplete();
        _api.Dispose();
        _stopping.Dispose();
    }

    private async Task Run()
    {
        Exception? error = null;
        while (error is null && !_stopping.IsCancellationRequested)
        {
            try
            {
                await Connect();
                await ProcessMessages();
            }
            catch (RefusedException refused)
            {
                error = refused;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure)
            {
                await HandleConnectionLoss(failure);
            }
        }

        await Close(_transport);
        SetState(WireState.Offline);
        _news.Writer.TryComplete(error);
    }

    private async Task Connect()
    {
        if (_failures == 0) SetState(WireState.Connecting);
        if (!_isIdentified) await Identify();
        var socket = _areSocketsBlocked ? null : await TryOpen(new SignalRTransport(_hub, _api.Reader));
        var transport = socket ?? new EventStreamTransport(_api, _time);
        (_transport, _areSocketsBlocked) = (transport, false);
        await CatchUp(transport);
        _areSocketsBlocked = socket is null;
    }

    /// <summary>
    /// Gets the reader's token, once per wire. While the hub or the store fails or takes too long, the wire goes on with the stored token or without, and
    /// asks again when it reconnects.
    /// </summary>
    private async Task Identify()
    {
        if (_reader is null) return;
        using var timeout = new CancellationTokenSource(IdentityTimeout, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopping.Token);
        try
        {
            // A store may ignore the token.
            await Identify(_reader, stop.Token).WaitAsync(stop.Token);
        }
        catch (Exception failure) when (!_stopping.IsCancellationRequested)
        {
            LogNotIdentified(failure, _hub);
        }
    }

    private async Task Identify(IReaderStore reader, CancellationToken stop)
    {
        var stored = _api.Reader ??= await reader.Load(stop);
        var token = await _api.RequestReader(stop);
        (_api.Reader, _isIdentified) = (token, true);
        // Not cancelled by the timeout, which would leave half a file.
        if (token != stored) await reader.Save(token, _stopping.Token);
    }

    /// <summary>Returns null if the hub cannot be reached or a proxy blocks the transport.</summary>
    private async Task<ITransport?> TryOpen(ITransport transport)
    {
        try
        {
            await transport.Open(_stopping.Token);
            return transport;
        }
        catch (Exception failure) when (!_stopping.IsCancellationRequested)
        {
            LogOpenFailed(failure, _hub);
            await transport.DisposeAsync();
            return null;
        }
    }

    /// <summary>Processes messages and tasks until the connection is lost.</summary>
    private async Task ProcessMessages()
    {
        var (transport, received, queued) = (_transport!, (Task<bool>?)null, (Task<bool>?)null);
        while (true)
        {
            if (_tasks.Reader.TryPeek(out var task))
            {
                await Execute(task, _transport!);
                _tasks.Reader.TryRead(out _); // only after success: if the connection is lost, the task runs on the next one
                continue;
            }

            if (transport != _transport) (transport, received) = (_transport!, null);
            if (transport.Messages.TryRead(out var message))
            {
                await Handle(transport, message);
                continue;
            }

            received ??= transport.Messages.WaitToReadAsync(_stopping.Token).AsTask();
            queued ??= _tasks.Reader.WaitToReadAsync(_stopping.Token).AsTask();
            await Task.WhenAny(received, queued);
            if (received.IsCompleted && !await received) throw new IOException("The hub closed the connection.");
            if (received.IsCompleted) received = null;
            if (queued.IsCompleted) queued = null;
        }
    }

    private static async Task Execute(TransportTask task, ITransport transport)
    {
        try
        {
            await task(transport);
        }
        catch (RefusedException refusal)
        {
            throw new IOException("The hub refused topics that it accepted before.", refusal);
        }
    }

    private async Task CatchUp(ITransport transport)
    {
        SetState(WireState.CatchingUp);
        var snapshot = await transport.Subscribe(_topics, _session.Cursor, _stopping.Token);
        if (!snapshot.Recovered)
        {
            _session.Reset();
            await Deliver(new Reset());
        }

        foreach (var news in _session.Accept(snapshot)) await Deliver(news);
        _failures = 0;
        SetState(WireState.Live);
    }

    private async Task Handle(ITransport transport, Message message)
    {
        if (message is Message.Reconnect(var seconds))
            EnqueueWithin(TimeSpan.FromSeconds(seconds), current => current == transport ? Reconnect(transport) : Task.CompletedTask);
        if (_session.Accept(message) is { } news) await Deliver(news);
        if (!_session.NeedsSnapshot || _isSnapshotScheduled) return;
        _isSnapshotScheduled = true;
        EnqueueWithin(MaxSnapshotDelay, current =>
        {
            _isSnapshotScheduled = false;
            return _session.NeedsSnapshot ? CatchUp(current) : Task.CompletedTask;
        });
    }

    /// <summary>Replaces the connection by a new one. If none can be opened, the old one is kept until it closes.</summary>
    private async Task Reconnect(ITransport old)
    {
        if (await TryOpen(_areSocketsBlocked ? new EventStreamTransport(_api, _time) : new SignalRTransport(_hub, _api.Reader)) is not { } next) return;
        _transport = next;
        await Close(old);
        await CatchUp(next);
    }

    private ValueTask Deliver(News news) => _news.Writer.WriteAsync(news, _stopping.Token);

    /// <summary>Runs a task in the loop; if the connection is lost meanwhile, the task runs again on the next one.</summary>
    private Task Enqueue(TransportTask task)
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
        return done.Task.WaitAsync(_stopping.Token);
    }

    /// <summary>Runs a task after a random delay, to spread the load of readers that react to the same event.</summary>
    private void EnqueueWithin(TimeSpan time, TransportTask task) => _ = EnqueueAfter(time * Random.Shared.NextDouble(), task);

    private async Task EnqueueAfter(TimeSpan delay, TransportTask task)
    {
        await Task.Delay(delay, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _tasks.Writer.TryWrite(task);
    }

    private async Task HandleConnectionLoss(Exception failure)
    {
        await Close(_transport);
        _transport = null;
        var delay = Backoff.GetDelay(_failures++, Random.Shared.NextDouble());
        LogConnectionLost(failure, _hub, delay);
        SetState(WireState.Offline);
        await Task.Delay(delay, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

    [LoggerMessage(7001, LogLevel.Information, "The connection to {Hub} was lost; reconnecting in {Delay}")]
    private partial void LogConnectionLost(Exception failure, Uri hub, TimeSpan delay);

    [LoggerMessage(7003, LogLevel.Information, "The token of the reader could not be loaded, requested from {Hub} or saved")]
    private partial void LogNotIdentified(Exception failure, Uri hub);

    [LoggerMessage(7002, LogLevel.Debug, "No WebSocket connection to {Hub} could be opened")]
    private partial void LogOpenFailed(Exception failure, Uri hub);
}
