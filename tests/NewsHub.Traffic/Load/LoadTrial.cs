using NewsHub.Traffic.Load.Servers;
using NewsHub.Traffic.Terminal;

namespace NewsHub.Traffic.Load;

/// <summary>One run: connect, publish, let the queues empty, and look at what everybody was shown.</summary>
internal sealed class LoadTrial(LoadTarget target, LoadOptions options, TimeProvider time)
{
    /// <summary>Between connecting and publishing, so that connecting is not measured.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    /// <summary>By each publisher; enough for the generator's own code to be compiled.</summary>
    private const int WarmUpPublishes = 10;

    /// <summary>Queues are taken for empty when nothing was delivered for so long.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task<LoadResult> Run(CancellationToken stop)
    {
        using var run = await LoadRun.Of(target, options, time, stop);
        var server = target.Processes;
        using var crowd = new LoadCrowd(run);
        using var publisher = new Publisher(run);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);

        // 1. Connect, run every path once, and rest.
        var memory = server.MemoryKib;
        var connecting = time.GetTimestamp();
        await crowd.Assemble(stop);
        var connectTime = time.GetElapsedTime(connecting);
        var pinging = crowd.PingOn(over.Token);
        var redialling = options.ComeBack || options.Stalled > 0 ? run.Redials.Run(over.Token) : Task.CompletedTask;
        await WarmUp(run);
        await Task.Delay(Rest, time, stop);
        var (live, held) = (crowd.Live, server.MemoryKib);

        // 2. Publish, and cut.
        var (cpu, ownCpu) = (server.Cpu, Environment.CpuUsage.TotalTime);
        var peak = new PeakMemory(server, time);
        var watching = peak.Watch(over.Token);
        run.StartMeasuring();
        var since = time.GetTimestamp();
        using (var end = CancellationTokenSource.CreateLinkedTokenSource(stop))
        {
            end.CancelAfter(options.Length);
            var showing = Display.Run(new LoadFigures(run, crowd, publisher), time, end.Token);
            var cutting = Cut(run, crowd, end.Token);
            await new FixedRate(publisher, options, time).Run(end.Token);
            await Task.WhenAll(cutting, showing);
        }

        var publishedFor = time.GetElapsedTime(since);

        // 3. The clock stops only when the queues are empty.
        var deliveredFor = await Drain(run, crowd, since);
        (cpu, ownCpu) = (server.Cpu - cpu, Environment.CpuUsage.TotalTime - ownCpu);
        run.Arrivals.Stop();

        // 4. Those who stalled look up: whoever was disconnected comes back.
        foreach (var reader in crowd.Stalled) reader.Wake();
        await Until(() => crowd.IsUpToDate, crowd.Stalled.Count > 0 ? Patience : TimeSpan.Zero);
        await over.CancelAsync();
        await Task.WhenAll(pinging, redialling, watching);

        var healthy = crowd.Healthy;
        return new LoadResult
        {
            Options = options,
            Live = live,
            LiveAtEnd = crowd.Live,
            ConnectTime = connectTime,
            Acknowledged = publisher.Acknowledged,
            Failed = publisher.Failed,
            FirstFailure = publisher.FirstFailure,
            PublishesPerSecond = publisher.Acknowledged / publishedFor.TotalSeconds,
            Kills = run.Ledger.Kills,
            Deliveries = run.Arrivals.Deliveries,
            Due = publisher.Shown * healthy.Count,
            DeliveriesPerSecond = run.Arrivals.Deliveries / deliveredFor.TotalSeconds,
            Megabytes = run.Bytes / 1e6,
            Missed = crowd.Missed(healthy),
            MissedByStalled = crowd.Missed(crowd.Stalled),
            Repeated = healthy.Sum(reader => reader.Sight.Repeated),
            OutOfOrder = healthy.Sum(reader => reader.Sight.OutOfOrder),
            KilledShown = healthy.Sum(reader => reader.Sight.KilledShown),
            NotRecovered = healthy.Sum(reader => reader.Sight.NotRecovered),
            Cuts = run.Cuts,
            Lost = run.Lost,
            CaughtUp = run.Arrivals.CaughtUp,
            StalledClosed = crowd.Stalled.Count(reader => reader.WasLost),
            Delivery = run.Arrivals.Latencies,
            Publish = publisher.Latencies,
            Recovery = run.Recoveries,
            CpuMicrosecondsPerDelivery = server.AreKnown ? cpu.TotalMicroseconds / Math.Max(1, run.Arrivals.Deliveries) : null,
            KibPerConnection = server.AreKnown ? (held - memory) / (double)Math.Max(1, live) : null,
            GrowthKib = server.AreKnown ? peak.Kib - held : null,
            OwnCpu = ownCpu,
        };
    }

    private async Task Cut(LoadRun run, LoadCrowd crowd, CancellationToken end)
    {
        var cuts = new Cuts(run, crowd.Healthy);
        if (options.StormWithin is not { } within)
        {
            await cuts.GoOn(end);
            return;
        }

        await Task.Delay((options.Length - within) / 2, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!end.IsCancellationRequested) cuts.All(within);
    }

    private static async Task WarmUp(LoadRun run)
    {
        using var publisher = new Publisher(run);
        await Publisher.Employ(run.Options.Publishers, _ =>
        {
            var desk = new LoadDesk(0, 0, seed: 0);
            for (var number = 0; number < WarmUpPublishes; number++) publisher.Act(desk);
        });
        publisher.RequireSuccess();
    }

    private async Task<TimeSpan> Drain(LoadRun run, LoadCrowd crowd, long since)
    {
        var (delivered, at) = (run.Arrivals.Deliveries, time.GetTimestamp());
        await Until(
            () =>
            {
                if (run.Arrivals.Deliveries != delivered) (delivered, at) = (run.Arrivals.Deliveries, time.GetTimestamp());
                return time.GetElapsedTime(at) > Calm && (!options.ComeBack || crowd.IsUpToDate);
            },
            Patience);
        return time.GetElapsedTime(since, at);
    }

    private async Task Until(Func<bool> holds, TimeSpan patience)
    {
        var since = time.GetTimestamp();
        while (!holds() && time.GetElapsedTime(since) < patience) await Task.Delay(TimeSpan.FromMilliseconds(5), time);
    }
}
