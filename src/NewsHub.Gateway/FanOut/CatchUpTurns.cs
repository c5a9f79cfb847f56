namespace NewsHub.Gateway.FanOut;

/// <summary>
/// Turns of work for readers who catch up. At most half of the cores work for them at a time, and for at most half of the time, so that publishing and
/// live delivery do not wait however many of them there are.
/// </summary>
internal sealed class CatchUpTurns(TimeProvider time) : IDisposable
{
    /// <summary>Work after which a rest of the same length follows: about 30 pages.</summary>
    private static readonly TimeSpan MaxWork = TimeSpan.FromMilliseconds(5);

    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount / 2));
    private long _worked;

    /// <summary>Waits for a turn, in the order of the calls. The turn ends when the result is disposed.</summary>
    public async ValueTask<IDisposable> Take(CancellationToken stopping)
    {
        await _turns.WaitAsync(stopping);
        try
        {
            if (Interlocked.Read(ref _worked) > MaxWork.Ticks)
                await Task.Delay(TimeSpan.FromTicks(Interlocked.Exchange(ref _worked, 0)), time, stopping);
            return new Turn(this, time.GetTimestamp());
        }
        catch
        {
            _turns.Release();
            throw;
        }
    }

    public void Dispose() => _turns.Dispose();

    private void End(long since)
    {
        Interlocked.Add(ref _worked, time.GetElapsedTime(since).Ticks);
        _turns.Release();
    }

    private sealed class Turn(CatchUpTurns turns, long since) : IDisposable
    {
        public void Dispose() => turns.End(since);
    }
}
