using System.Net.Sockets;
using NewsHub.Traffic.Hub;
using NewsHub.Traffic.Load.Servers;
using NewsHub.Traffic.Load.Transports;
using NewsHub.Traffic.Measuring;

namespace NewsHub.Traffic.Reads;

/// <summary>Measures the time until an article read by a few readers appears in a pushed <c>rising</c> ranking.</summary>
internal sealed class RankingWatch : IDisposable
{
    /// <summary>Readers of each new article.</summary>
    private const int Readers = 3;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly ReadConnection _follower;
    private readonly ReadConnection[] _readers;
    private readonly TimeProvider _time;
    private volatile ExpectedArticle? _expected;

    public RankingWatch(LoadTarget hub, TimeProvider time)
    {
        _time = time;
        _follower = new ReadConnection(hub.Address, "Mozilla/5.0 (follower)");
        _readers = [.. Enumerable.Range(0, Readers).Select(number => new ReadConnection(hub.Address, $"Mozilla/5.0 (first reader {number})"))];
        new Thread(Follow) { IsBackground = true }.Start();
    }

    /// <summary>Time from just before the first read until the article appears in a pushed ranking.</summary>
    public Latencies Latencies { get; } = new();

    public async Task Measure(string article, CancellationToken stop)
    {
        var expected = _expected = new ExpectedArticle($"\"articleId\":\"{article}\"");
        var read = SignalRMessages.Reads([article]);
        var since = _time.GetTimestamp();
        foreach (var reader in _readers) reader.Send(read);
        await Task.WhenAny(expected.ShownAt.Task, Task.Delay(Timeout, _time, stop));
        stop.ThrowIfCancellationRequested();
        if (!expected.ShownAt.Task.IsCompleted) throw new HubException("An article that was read does not appear in the ranking, because articles with more readers fill it. Use a new hub.");
        var shown = await expected.ShownAt.Task;
        Latencies.Add(_time.GetElapsedTime(since, shown));
        await Task.Run(() => Array.ForEach(_readers, reader => reader.WaitForResponses()), stop);
        await Task.Delay(Pause, _time, stop);
    }

    public void Dispose()
    {
        _follower.Dispose();
        Array.ForEach(_readers, reader => reader.Dispose());
    }

    private void Follow()
    {
        try
        {
            _follower.Follow("ranking/rising", message =>
            {
                if (_expected is { } expected && message.Contains(expected.Mark, StringComparison.Ordinal)) expected.ShownAt.TrySetResult(_time.GetTimestamp());
            });
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or HubException)
        {
            _expected?.ShownAt.TrySetException(end);
        }
    }

    private sealed record ExpectedArticle(string Mark)
    {
        public TaskCompletionSource<long> ShownAt { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
