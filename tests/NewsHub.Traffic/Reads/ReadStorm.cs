using NewsHub.Traffic.Load;
using NewsHub.Traffic.Load.Servers;
using NewsHub.Traffic.Load.Transports;

namespace NewsHub.Traffic.Reads;

/// <summary>Sends frames of reads over many connections, each with its own thread.</summary>
internal sealed class ReadStorm : IDisposable
{
    /// <summary>Reads per frame.</summary>
    public const int Batch = 50;

    private readonly ReadConnection[] _connections;
    private readonly byte[] _frame;
    private readonly TimeProvider _time;
    private long _sent;

    public ReadStorm(LoadTarget hub, int readers, IReadOnlyList<string> articles, TimeProvider time)
    {
        _frame = SignalRMessages.Reads([.. Enumerable.Range(0, Batch).Select(read => articles[read % articles.Count])]);
        _connections = [.. Enumerable.Range(0, readers).Select(number => new ReadConnection(hub.Address, $"Mozilla/5.0 (reader {number})"))];
        _time = time;
    }

    /// <summary>Number of reads sent.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Sends until <paramref name="end"/>, then waits until the hub has processed every read.</summary>
    /// <param name="perSecond">Total reads per second; 0 for full speed.</param>
    public Task Run(int perSecond, CancellationToken end) => Publisher.RunOnThreads(_connections.Length, number =>
    {
        var connection = _connections[number];
        var step = perSecond is 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)Batch * _connections.Length / perSecond);
        var since = _time.GetTimestamp();
        for (var next = step * number / _connections.Length; !end.IsCancellationRequested; next += step)
        {
            if (next - _time.GetElapsedTime(since) is { Ticks: > 0 } early && end.WaitHandle.WaitOne(early)) break;
            connection.Send(_frame);
            Interlocked.Add(ref _sent, Batch);
        }

        connection.WaitForResponses();
    });

    public void Dispose()
    {
        foreach (var connection in _connections) connection.Dispose();
    }
}
