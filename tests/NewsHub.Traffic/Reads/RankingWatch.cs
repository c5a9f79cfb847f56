using System.Net.Sockets;
using NewsHub.Traffic.Hub;
using NewsHub.Traffic.Load.Servers;
using NewsHub.Traffic.Load.Transports;
using NewsHub.Traffic.Measuring;

namespace NewsHub.Traffic.Reads;

/// <summary>How soon an article that a few people read shows in <c>rising</c>, pushed to somebody who follows it.</summary>
internal sealed class RankingWatch : IDisposable
{
    /// <summary>Who read a new article.</summary>
    private const int Readers = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly ReadLine _follower;
    private readonly ReadLine[] _readers;
    private readonly TimeProvider _time;
    private volatile Awaited? _awaited;

    public RankingWatch(LoadTarget hub, TimeProvider time)
    {
        _time = time;
        _follower = new ReadLine(hub.Address, "Mozilla/5.0 (follower)");
        _readers = [.. Enumerable.Range(0, Readers).Select(number => new ReadLine(hub.Address, $"Mozilla/5.0 (first reader {number})"))];
        new Thread(Follow) { IsBackground = true }.Start();
    }

    /// <summary>From before the first read is sent until the article shows in what was pushed.</summary>
    public Latencies Latencies { get; } = new();

    public async Task Try(string article, CancellationToken stop)
    {
        var awaited = _awaited = new Awaited($"\"articleId\":\"{article}\"");
        var read = SignalRMessages.Reads([article]);
        var since = _time.GetTimestamp();
        foreach (var reader in _readers) reader.Send(read);
        await Task.WhenAny(awaited.ShownAt.Task, Task.Delay(Patience, _time, stop));
        stop.ThrowIfCancellationRequested();
        if (!awaited.ShownAt.Task.IsCompleted) throw new HubException("An article that was read does not show in the ranking: others with more readers fill it. Take a new hub.");
        var shown = await awaited.ShownAt.Task;
        Latencies.Add(_time.GetElapsedTime(since, shown));
        await Task.Run(() => Array.ForEach(_readers, reader => reader.Settle()), stop);
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
                if (_awaited is { } awaited && message.Contains(awaited.Mark, StringComparison.Ordinal)) awaited.ShownAt.TrySetResult(_time.GetTimestamp());
            });
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or HubException)
        {
            _awaited?.ShownAt.TrySetException(end);
        }
    }

    private sealed record Awaited(string Mark)
    {
        public TaskCompletionSource<long> ShownAt { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
