using NewsHub.Traffic.Load.Servers;
using NewsHub.Traffic.Measuring;

namespace NewsHub.Traffic.Load;

/// <summary>Publishers at once, without readers.</summary>
internal sealed class PublishTrial(LoadTarget target, LoadOptions options, TimeProvider time)
{
    /// <summary>Before the clock starts, so that connections are open and the hub's code is compiled.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>They keep the options' rate; else each sends its next durable command as soon as the last is acknowledged.</summary>
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
        await Publisher.Employ(options.Publishers, number =>
        {
            var desk = new LoadDesk(options.KillShare, options.CorrectShare, options.Seed + number);
            while (!end.IsCancellationRequested) publisher.Act(desk);
        });
    }
}

/// <param name="FirstFailure">What went wrong first.</param>
/// <param name="Latencies">Of the acknowledged.</param>
/// <param name="Cpu">Of all processes under load.</param>
internal sealed record PublishResult(long Acknowledged, long Failed, string? FirstFailure, TimeSpan Took, Latencies Latencies, TimeSpan Cpu)
{
    public double PerSecond => Acknowledged / Took.TotalSeconds;

    public double CpuMicroseconds => Cpu.TotalMicroseconds / Math.Max(1, Acknowledged);
}
