using NewsHub.Traffic.Load.Servers;

namespace NewsHub.Traffic.Load;

/// <summary>Connections that have nothing to read: what a server's process is before them, with them, and after a while.</summary>
internal sealed class IdleTrial(LoadTarget target, LoadOptions options, TimeProvider time)
{
    /// <summary>Connect once and leave before the measurement, so that the server's code is compiled.</summary>
    private const int FirstReaders = 200;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    public async Task<IdleResult> Run(CancellationToken stop)
    {
        var server = target.Processes;
        await ComeAndGo(stop);
        await Task.Delay(Rest, time, stop);
        var alone = await CpuPerSecond(stop);
        var before = server.MemoryKib;

        using var run = await LoadRun.Of(target, options, time, stop);
        using var crowd = new LoadCrowd(run);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await crowd.Assemble(stop);
        var pinging = crowd.PingOn(over.Token);
        await Task.Delay(Rest, time, stop);
        var after = server.MemoryKib;
        var cpu = await CpuPerSecond(stop) - alone;
        var result = new IdleResult(crowd.Live, before, after, server.MemoryKib, cpu);
        await over.CancelAsync();
        await pinging;
        return result;
    }

    private async Task ComeAndGo(CancellationToken stop)
    {
        using var run = await LoadRun.Of(target, options with { Readers = FirstReaders, Stalled = 0 }, time, stop);
        using var crowd = new LoadCrowd(run);
        await crowd.Assemble(stop);
    }

    private async Task<double> CpuPerSecond(CancellationToken stop)
    {
        var (cpu, since) = (target.Processes.Cpu, time.GetTimestamp());
        await Task.Delay(options.Length, time, stop);
        return (target.Processes.Cpu - cpu) / time.GetElapsedTime(since);
    }
}

/// <param name="Live">Connections that stood to the end.</param>
/// <param name="KibBefore">The process's memory without them.</param>
/// <param name="KibAfter">With them, a few seconds after the last had come.</param>
/// <param name="KibAtEnd">With them, at the end.</param>
/// <param name="Cpu">CPU seconds a second that they took, over what the server took without them.</param>
internal sealed record IdleResult(int Live, long KibBefore, long KibAfter, long KibAtEnd, double Cpu)
{
    public double KibPerConnection => (KibAfter - KibBefore) / (double)Math.Max(1, Live);

    public double KibPerConnectionAtEnd => (KibAtEnd - KibBefore) / (double)Math.Max(1, Live);

    public double CpuMicrosecondsPerConnection => Cpu * 1e6 / Math.Max(1, Live);
}
