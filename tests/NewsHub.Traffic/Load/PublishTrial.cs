using NewsHub.Traffic.Load.Servers;
using NewsHub.Traffic.Measuring;

namespace NewsHub.Traffic.Load;

/// <summary>Measures concurrent publishers without readers.</summary>
internal sealed class PublishTrial(LoadTarget target, LoadOptions options, TimeProvider time)
{
    /// <summary>Time before the measurement, so that connections are open and the JIT has compiled the hub.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>If true, publishes at the rate of the options; else each publisher sends its next durable command as soon as the previous one is acknowledged.</summary>
    public bool IsPaced { get; init; }

    public async Task<PublishResult> Run(CancellationToken stop)
    {
        using var run = await LoadRun.Of(target, options, time, stop);
        using (var warmUp = new Publisher(run))
        {
            await Storm(warmUp, WarmUp, stop);
            warmUp.RequireSuccess();
        }

        using var publisher = new Publisher(run);
        var (cpu, since) = (target.Processes.Cpu, time.GetTimestamp());
        await (IsPaced ? Keep(publisher, stop) : Storm(publisher, options.Length, stop));
        var took = time.GetElapsedTime(since);
        return new PublishResult(publisher.Acknowledged, publisher.Failed, publisher.FirstFailure, took, publisher.Latencies, target.Processes.Cpu - cpu);
    }

    private async Task Keep(Publisher publisher, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        end.CancelAfter(options.Length);
        await new FixedRate(publisher, options, time).Run(end.Token);
    }

    private async Task Storm(Publisher publisher, TimeSpan length, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        end.CancelAfter(length);
        await Publisher.RunOnThreads(options.Publishers, number =>
        {
            var commands = new CommandGenerator(options.KillShare, options.CorrectShare, options.Seed + number);
            while (!end.IsCancellationRequested) publisher.SendNext(commands);
        });
    }
}

/// <param name="FirstFailure">The first error message.</param>
/// <param name="Latencies">Latencies of acknowledged commands.</param>
/// <param name="Cpu">CPU time of all hub processes.</param>
internal sealed record PublishResult(long Acknowledged, long Failed, string? FirstFailure, TimeSpan Took, Latencies Latencies, TimeSpan Cpu)
{
    public double PerSecond => Acknowledged / Took.TotalSeconds;

    public double CpuMicroseconds => Cpu.TotalMicroseconds / Math.Max(1, Acknowledged);
}
