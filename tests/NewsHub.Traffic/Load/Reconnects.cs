namespace NewsHub.Traffic.Load;

/// <summary>Schedule of reconnects. Thread-safe; one loop reconnects the readers.</summary>
internal sealed class Reconnects(TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly Lock _lock = new();
    private readonly PriorityQueue<LoadReader, long> _waiting = new();

    public void Add(LoadReader reader, TimeSpan after)
    {
        var at = time.GetTimestamp() + (long)(after.TotalSeconds * time.TimestampFrequency);
        lock (_lock) _waiting.Enqueue(reader, at);
    }

    /// <summary>Reconnects readers when they are due, until cancelled.</summary>
    public async Task Run(CancellationToken stop)
    {
        using var ticks = new PeriodicTimer(Tick, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(stop))
                while (TryTake(out var reader))
                    reader.Dial();
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out LoadReader? reader)
    {
        lock (_lock)
        {
            reader = null;
            return _waiting.TryPeek(out _, out var at) && at <= time.GetTimestamp() && _waiting.TryDequeue(out reader, out _);
        }
    }
}
