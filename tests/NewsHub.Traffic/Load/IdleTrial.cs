using NewsHub.Traffic.Load.Servers;

namespace NewsHub.Traffic.Load;

/// <summary>Measures memory and CPU of the server process before and with idle connections.</summary>
internal sealed class IdleTrial(LoadTarget target, LoadOptions options, TimeProvider time)
{
    /// <summary>Readers that connect and disconnect before the measurement, so that the JIT has compiled the server.</summary>
    private const int FirstReaders = 200;

    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(3);

    public async Task<IdleResult> Run(CancellationToken stop)
    {
        var server = target.Processes;
        await WarmUp(stop);
        await Task.Delay(SettleTime, time, stop);
        var baseline = await CpuPerSecond(stop);
        var before = server.MemoryKib;

        using var run = await LoadRun.Of(target, options, time, stop);
        using var group = new LoadReaders(run);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await group.ConnectAll(stop);
        var pinging = group.SendPings(ended.Token);
        await Task.Delay(SettleTime, time, stop);
        var after = server.MemoryKib;
        var cpu = await CpuPerSecond(stop) - baseline;
        var result = new IdleResult(group.Live, before, after, server.MemoryKib, cpu);
        await ended.CancelAsync();
        await pinging;
        return result;
    }

    private async Task WarmUp(CancellationToken stop)
    {
        using var run = await LoadRun.Of(target, options with { Readers = FirstReaders, Stalled = 0 }, time, stop);
        using var group = new LoadReaders(run);
        await group.ConnectAll(stop);
    }

    private async Task<double> CpuPerSecond(CancellationToken stop)
    {
        var (cpu, since) = (target.Processes.Cpu, time.GetTimestamp());
        await Task.Delay(options.Length, time, stop);
        return (target.Processes.Cpu - cpu) / time.GetElapsedTime(since);
    }
}

/// <param name="Live">Connections open at the end.</param>
/// <param name="KibBefore">Memory in KiB before the connections.</param>
/// <param name="KibAfter">Memory in KiB a few seconds after the last connection was opened.</param>
/// <param name="KibAtEnd">Memory in KiB at the end.</param>
/// <param name="Cpu">CPU seconds per second, minus those of the server without connections.</param>
internal sealed record IdleResult(int Live, long KibBefore, long KibAfter, long KibAtEnd, double Cpu)
{
    public double KibPerConnection => (KibAfter - KibBefore) / (double)Math.Max(1, Live);

    public double KibPerConnectionAtEnd => (KibAtEnd - KibBefore) / (double)Math.Max(1, Live);

    public double CpuMicrosecondsPerConnection => Cpu * 1e6 / Math.Max(1, Live);
}
