namespace NewsHub.Traffic.Load.Servers;

/// <summary>Peak memory of the processes, sampled four times per second.</summary>
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
