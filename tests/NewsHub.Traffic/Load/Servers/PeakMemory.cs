namespace NewsHub.Traffic.Load.Servers;

/// <summary>The most memory that the processes have held since this began, looked at four times a second.</summary>
internal sealed class PeakMemory(ServerProcesses processes, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    public long Kib { get; private set; } = processes.MemoryKib;

    public async Task Watch(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Kib = Math.Max(Kib, processes.MemoryKib);
            await Task.Delay(Every, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
