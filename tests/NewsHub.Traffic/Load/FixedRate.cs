namespace NewsHub.Traffic.Load;

/// <summary>Publishes at a fixed total rate, independent of response times. Each publisher has its own offset.</summary>
internal sealed class FixedRate(Publisher publisher, LoadOptions options, TimeProvider time)
{
    /// <summary>Maximum backlog of a publisher. Beyond it the schedule restarts, which avoids a burst.</summary>
    private static readonly TimeSpan MaxBacklog = TimeSpan.FromSeconds(1);

    public Task Run(CancellationToken end) => Publisher.RunOnThreads(options.Publishers, number => Run(number, end));

    private void Run(int number, CancellationToken end)
    {
        var commands = new CommandGenerator(options.KillShare, options.CorrectShare, options.Seed + number);
        var step = TimeSpan.FromSeconds((double)options.Publishers / options.Rate);
        var since = time.GetTimestamp();
        var next = step * number / options.Publishers;
        while (true)
        {
            var early = next - time.GetElapsedTime(since);
            if (early > TimeSpan.Zero) end.WaitHandle.WaitOne(early);
            if (end.IsCancellationRequested) return;
            publisher.SendNext(commands);
            next += step;
            if (time.GetElapsedTime(since) > next + MaxBacklog) next = time.GetElapsedTime(since);
        }
    }
}
