namespace NewsHub.Traffic.Load;

/// <summary>Publishers who together keep a rate, each at its own offset, whatever the hub's answers take.</summary>
internal sealed class FixedRate(Publisher publisher, LoadOptions options, TimeProvider time)
{
    /// <summary>Who is further behind than this starts afresh instead of publishing all that was missed in one blow.</summary>
    private static readonly TimeSpan Catchable = TimeSpan.FromSeconds(1);

    public Task Run(CancellationToken end) => Publisher.Employ(options.Publishers, number => Run(number, end));

    private void Run(int number, CancellationToken end)
    {
        var desk = new LoadDesk(options.KillShare, options.CorrectShare, options.Seed + number);
        var step = TimeSpan.FromSeconds((double)options.Publishers / options.Rate);
        var since = time.GetTimestamp();
        var next = step * number / options.Publishers;
        while (true)
        {
            var early = next - time.GetElapsedTime(since);
            if (early > TimeSpan.Zero) end.WaitHandle.WaitOne(early);
            if (end.IsCancellationRequested) return;
            publisher.Act(desk);
            next += step;
            if (time.GetElapsedTime(since) > next + Catchable) next = time.GetElapsedTime(since);
        }
    }
}
