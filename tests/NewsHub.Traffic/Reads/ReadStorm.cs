using NewsHub.Traffic.Load;
using NewsHub.Traffic.Load.Servers;
using NewsHub.Traffic.Load.Transports;

namespace NewsHub.Traffic.Reads;

/// <summary>Many connections that send frame after frame of reads, each from its thread.</summary>
internal sealed class ReadStorm : IDisposable
{
    /// <summary>Reads in a frame.</summary>
    public const int Batch = 50;

    private readonly ReadLine[] _lines;
    private readonly byte[] _frame;
    private readonly TimeProvider _time;
    private long _sent;

    public ReadStorm(LoadTarget hub, int readers, IReadOnlyList<string> articles, TimeProvider time)
    {
        _frame = SignalRMessages.Reads([.. Enumerable.Range(0, Batch).Select(read => articles[read % articles.Count])]);
        _lines = [.. Enumerable.Range(0, readers).Select(number => new ReadLine(hub.Address, $"Mozilla/5.0 (reader {number})"))];
        _time = time;
    }

    /// <summary>Reads that were sent, each once.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Until <paramref name="end"/>; then waits until the hub has taken all that was sent.</summary>
    /// <param name="perSecond">Reads of all together; 0: as fast as the hub takes them.</param>
    public Task Run(int perSecond, CancellationToken end) => Publisher.Employ(_lines.Length, number =>
    {
        var line = _lines[number];
        var step = perSecond is 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)Batch * _lines.Length / perSecond);
        var since = _time.GetTimestamp();
        for (var next = step * number / _lines.Length; !end.IsCancellationRequested; next += step)
        {
            if (next - _time.GetElapsedTime(since) is { Ticks: > 0 } early && end.WaitHandle.WaitOne(early)) break;
            line.Send(_frame);
            Interlocked.Add(ref _sent, Batch);
        }

        line.Settle();
    });

    public void Dispose()
    {
        foreach (var line in _lines) line.Dispose();
    }
}
