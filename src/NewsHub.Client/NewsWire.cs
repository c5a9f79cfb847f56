using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NewsHub.Client.Lines;

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
    private readonly Channel<Order> _orders = Channel.CreateUnbounded<Order>();
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private readonly HashSet<string> _topics;
    private readonly Session _session;
    private readonly HubApi _api;
    private readonly Uri _hub;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private Task? _running;
    private volatile ILine? _line;
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

    private delegate Task Order(ILine line);

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
    public Task Add(params IReadOnlyCollection<string> topics) => Do(async line =>
    {
        var added = topics.Where(_topics.Add).ToArray();
        try
        {
            if (added.Length > 0) await CatchUp(line);
        }
        catch
        {
            _topics.ExceptWith(added);
            throw;
        }
    });

    /// <summary>Follows these topics no longer; nothing more of them is added to what waits to be read once this completes.</summary>
    /// <exception cref="OperationCanceledException">The wire was disposed of.</exception>
    public Task Remove(params IReadOnlyCollection<string> topics) => Do(line =>
    {
        _topics.ExceptWith(topics);
        return CatchUp(line);
    });

    /// <summary>Stops what moves. What is taken back is still told, at once and again in its place, so the line stays open.</summary>
    public void Pause()
    {
        _session.Pause();
        Show(WireState.Paused);
    }

    /// <summary>Fetches what was missed while paused, and goes on; completes when it has.</summary>
    /// <exception cref="OperationCanceledException">The wire was disposed of.</exception>
    public Task Resume() => Do(line =>
    {
        _session.Resume();
        return CatchUp(line);
    });

    /// <summary>Counts a read.</summary>
    /// <exception cref="RefusedException">There is no such article.</exception>
    public Task Read(string articleId, CancellationToken stop = default) =>
        _line is { } line ? line.Read(articleId, stop) : _api.Read(articleId, stop);

    /// <summary>Gives a reaction, or takes it back; answers with the counts afterwards. To repeat it changes nothing.</summary>
    /// <exception cref="RefusedException">There is no such article or reaction.</exception>
    public Task<Counts> React(string articleId, string reaction, bool on = true, CancellationToken stop = default) =>
        _line is { } line ? line.React(articleId, reaction, on, stop) : _api.React(articleId, reaction, on, stop);

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
                await Lose(failure);
            }
        }

        await Hang(_line);
        Show(WireState.Offline);
        _news.Writer.TryComplete(refusal);
    }

    private async Task Connect()
    {
        if (_failures == 0) Show(WireState.Connecting);
        var socket = _areSocketsBlocked ? null : await TryOpen(new SignalRLine(_hub));
        var line = socket ?? new EventStreamLine(_api, _time);
        (_line, _areSocketsBlocked) = (line, false);
        await CatchUp(line);
        _areSocketsBlocked = socket is null;
    }

    /// <summary>Null: nobody is there, or something in between lets no WebSocket through.</summary>
    private async Task<ILine?> TryOpen(ILine line)
    {
        try
        {
            await line.Open(_ended.Token);
            return line;
        }
        catch (Exception failure) when (!_ended.IsCancellationRequested)
        {
            NotOpened(failure, _hub);
            await line.DisposeAsync();
            return null;
        }
    }

    /// <summary>Takes messages and orders as they come, until the line is lost.</summary>
    private async Task Follow()
    {
        var (line, told, ordered) = (_line!, (Task<bool>?)null, (Task<bool>?)null);
        while (true)
        {
            if (_orders.Reader.TryPeek(out var order))
            {
                await CarryOut(order, _line!);
                _orders.Reader.TryRead(out _); // only now: where the line is lost, it waits for the next one
                continue;
            }

            if (line != _line) (line, told) = (_line!, null);
            if (line.Messages.TryRead(out var message))
            {
                await Take(line, message);
                continue;
            }

            told ??= line.Messages.WaitToReadAsync(_ended.Token).AsTask();
            ordered ??= _orders.Reader.WaitToReadAsync(_ended.Token).AsTask();
            await Task.WhenAny(told, ordered);
            if (told.IsCompleted && !await told) throw new IOException("The hub closed the line.");
            if (told.IsCompleted) told = null;
            if (ordered.IsCompleted) ordered = null;
        }
    }

    private static async Task CarryOut(Order order, ILine line)
    {
        try
        {
            await order(line);
        }
        catch (RefusedException refusal)
        {
            throw new IOException("The hub refused what it had accepted before.", refusal);
        }
    }

    private async Task CatchUp(ILine line)
    {
        Show(WireState.CatchingUp);
        var answer = await line.Follow(_topics, _session.Cursor, _ended.Token);
        if (!answer.Recovered)
        {
            _session.Restart();
            await Tell(new Reset());
        }

        foreach (var news in _session.Accept(answer)) await Tell(news);
        _failures = 0;
        Show(WireState.Live);
    }

    private async Task Take(ILine line, Message message)
    {
        if (message is Message.Move(var seconds)) DoWithin(TimeSpan.FromSeconds(seconds), now => now == line ? Move(line) : Task.CompletedTask);
        if (_session.Take(message) is { } news) await Tell(news);
        if (!_session.IsBroken || _isMending) return;
        _isMending = true;
        DoWithin(Spread, now =>
        {
            _isMending = false;
            return _session.IsBroken ? CatchUp(now) : Task.CompletedTask;
        });
    }

    /// <summary>Leaves the old line when the new one is there; if none can be had, the old one tells when it ends.</summary>
    private async Task Move(ILine old)
    {
        if (await TryOpen(_areSocketsBlocked ? new EventStreamLine(_api, _time) : new SignalRLine(_hub)) is not { } next) return;
        _line = next;
        await Hang(old);
        await CatchUp(next);
    }

    private ValueTask Tell(News news) => _news.Writer.WriteAsync(news, _ended.Token);

    /// <summary>Gives an order to the loop; where the line is lost meanwhile, it is carried out with the next.</summary>
    private Task Do(Order order)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _orders.Writer.TryWrite(async line =>
        {
            try
            {
                await order(line);
                done.TrySetResult();
            }
            catch (RefusedException refusal)
            {
                done.TrySetException(refusal);
                await CatchUp(line);
            }
        });
        return done.Task.WaitAsync(_ended.Token);
    }

    /// <summary>Does it at a moment of our own: whatever it is, others have it too.</summary>
    private void DoWithin(TimeSpan time, Order order) => _ = DoAfter(time * Random.Shared.NextDouble(), order);

    private async Task DoAfter(TimeSpan wait, Order order)
    {
        await Task.Delay(wait, _time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _orders.Writer.TryWrite(order);
    }

    private async Task Lose(Exception failure)
    {
        await Hang(_line);
        _line = null;
        var wait = Backoff.Wait(_failures++, Random.Shared.NextDouble());
        Lost(failure, _hub, wait);
        Show(WireState.Offline);
        await Task.Delay(wait, _time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static ValueTask Hang(ILine? line) => line?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Show(WireState state)
    {
        var shown = _session.IsPaused && state is not WireState.Offline ? WireState.Paused : state;
        lock (_lock)
        {
            if (shown == State) return;
            State = shown;
        }

        StateChanged?.Invoke(shown);
    }

    [LoggerMessage(LogLevel.Information, "The line to {Hub} was lost; the next is tried for after {Wait}")]
    private partial void Lost(Exception failure, Uri hub, TimeSpan wait);

    [LoggerMessage(LogLevel.Debug, "No WebSocket to {Hub} could be opened")]
    private partial void NotOpened(Exception failure, Uri hub);
}
