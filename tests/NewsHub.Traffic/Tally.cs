namespace NewsHub.Traffic;

/// <summary>Counters of a run. Thread-safe.</summary>
internal sealed class Tally
{
    private long _deliveries, _reads, _reactions, _interruptions, _notRecovered;
    private string? _lastError;

    public long Deliveries => Interlocked.Read(ref _deliveries);

    public long Reads => Interlocked.Read(ref _reads);

    public long Reactions => Interlocked.Read(ref _reactions);

    public long Interruptions => Interlocked.Read(ref _interruptions);

    /// <summary>Reconnects after which the hub could not resume from the cursor.</summary>
    public long WithoutRecovery => Interlocked.Read(ref _notRecovered);

    public string? LastError => Volatile.Read(ref _lastError);

    public void Delivered() => Interlocked.Increment(ref _deliveries);

    public void Read() => Interlocked.Increment(ref _reads);

    public void Reacted() => Interlocked.Increment(ref _reactions);

    public void NotRecovered() => Interlocked.Increment(ref _notRecovered);

    public void Interrupted(Exception cause)
    {
        Interlocked.Increment(ref _interruptions);
        SetError(cause.Message);
    }

    public void SetError(string text) => Volatile.Write(ref _lastError, text);
}
