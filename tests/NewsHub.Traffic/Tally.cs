namespace NewsHub.Traffic;

/// <summary>Counts what happens in a run; any thread may.</summary>
internal sealed class Tally
{
    private long _deliveries, _reads, _reactions, _interruptions, _notRecovered;
    private string? _lastTrouble;

    public long Deliveries => Interlocked.Read(ref _deliveries);

    public long Reads => Interlocked.Read(ref _reads);

    public long Reactions => Interlocked.Read(ref _reactions);

    public long Interruptions => Interlocked.Read(ref _interruptions);

    /// <summary>Readers who were told that the hub can't say what they missed.</summary>
    public long WithoutRecovery => Interlocked.Read(ref _notRecovered);

    public string? LastTrouble => Volatile.Read(ref _lastTrouble);

    public void Delivered() => Interlocked.Increment(ref _deliveries);

    public void Read() => Interlocked.Increment(ref _reads);

    public void Reacted() => Interlocked.Increment(ref _reactions);

    public void NotRecovered() => Interlocked.Increment(ref _notRecovered);

    public void Interrupted(Exception cause)
    {
        Interlocked.Increment(ref _interruptions);
        Trouble(cause.Message);
    }

    public void Trouble(string text) => Volatile.Write(ref _lastTrouble, text);
}
