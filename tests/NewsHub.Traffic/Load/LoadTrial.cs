using NewsHub.Traffic.Load.Servers;
using NewsHub.Traffic.Terminal;

namespace NewsHub.Traffic.Load;

/// <summary>One run: connects, publishes, waits until the queues are empty and checks what every reader received.</summary>
internal sealed class LoadTrial(LoadTarget target, LoadOptions options, TimeProvider time)
{
    /// <summary>Pause between connecting and publishing, so that connecting is not measured.</summary>
    private static readonly TimeSpan PauseBeforePublishing = TimeSpan.FromSeconds(2);

    /// <summary>Publishes per publisher, enough for the JIT compilation of the generator.</summary>
    private const int WarmUpPublishes = 10;

    /// <summary>Time without deliveries after which the queues count as empty.</summary>
    private static readonly TimeSpan QuietPeriod = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    public async Task<LoadResult> Run(CancellationToken stop)
    {
        using var run = await LoadRun.Of(target, options, time, stop);
        var server = target.Processes;
        using var group = new LoadReaders(run);
        using var publisher = new Publisher(run);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);

        // 1. Connect, warm up and pause.
        var memory = server.MemoryKib;
        var connecting = time.GetTimestamp();
        await group.ConnectAll(stop);
        var connectTime = time.GetElapsedTime(connecting);
        var pinging = group.SendPings(ended.Token);
        var reconnecting = options.ComeBack || options.Stalled > 0 ? run.Reconnects.Run(ended.Token) : Task.CompletedTask;
        await WarmUp(run);
        await Task.Delay(PauseBeforePublishing, time, stop);
        var (live, held) = (group.Live, server.MemoryKib);

        // 2. Publish and abort connections.
        var (cpu, ownCpu) = (server.Cpu, Environment.CpuUsage.TotalTime);
        var peak = new PeakMemory(server, time);
        var watching = peak.Watch(ended.Token);
        run.StartMeasuring();
        var since = time.GetTimestamp();
        using (var end = CancellationTokenSource.CreateLinkedTokenSource(stop))
        {
            end.CancelAfter(options.Length);
            var showing = Display.Run(new LoadFigures(run, group, publisher), time, end.Token);
            var cutting = Cut(run, group, end.Token);
            await new FixedRate(publisher, options, time).Run(end.Token);
            await Task.WhenAll(cutting, showing);
        }

        var publishedFor = time.GetElapsedTime(since);

        // 3. Stop measuring when the queues are empty.
        var deliveredFor = await Drain(run, group, since);
        (cpu, ownCpu) = (server.Cpu - cpu, Environment.CpuUsage.TotalTime - ownCpu);
        run.Arrivals.Stop();

        // 4. Resume the stalled readers; those that were disconnected reconnect.
        foreach (var reader in group.Stalled) reader.Resume();
        await WaitUntil(() => group.IsUpToDate, group.Stalled.Count > 0 ? Timeout : TimeSpan.Zero);
        await ended.CancelAsync();
        await Task.WhenAll(pinging, reconnecting, watching);

        var healthy = group.Healthy;
        return new LoadResult
        {
            Options = options,
            Live = live,
            LiveAtEnd = group.Live,
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
            Missed = group.Missed(healthy),
            MissedByStalled = group.Missed(group.Stalled),
            Repeated = healthy.Sum(reader => reader.ReaderView.Repeated),
            OutOfOrder = healthy.Sum(reader => reader.ReaderView.OutOfOrder),
            KilledShown = healthy.Sum(reader => reader.ReaderView.KilledShown),
            NotRecovered = healthy.Sum(reader => reader.ReaderView.NotRecovered),
            Cuts = run.Cuts,
            Lost = run.Lost,
            CaughtUp = run.Arrivals.CaughtUp,
            StalledClosed = group.Stalled.Count(reader => reader.WasLost),
            Delivery = run.Arrivals.Latencies,
            Publish = publisher.Latencies,
            Recovery = run.Recoveries,
            CpuMicrosecondsPerDelivery = server.AreKnown ? cpu.TotalMicroseconds / Math.Max(1, run.Arrivals.Deliveries) : null,
            KibPerConnection = server.AreKnown ? (held - memory) / (double)Math.Max(1, live) : null,
            GrowthKib = server.AreKnown ? peak.Kib - held : null,
            OwnCpu = ownCpu,
        };
    }

    private async Task Cut(LoadRun run, LoadReaders group, CancellationToken end)
    {
        var cutter = new ConnectionCutter(run, group.Healthy);
        if (options.StormWithin is not { } within)
        {
            await cutter.CutContinuously(end);
            return;
        }

        await Task.Delay((options.Length - within) / 2, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!end.IsCancellationRequested) cutter.CutAll(within);
    }

    private static async Task WarmUp(LoadRun run)
    {
        using var publisher = new Publisher(run);
        await Publisher.RunOnThreads(run.Options.Publishers, _ =>
        {
            var commands = new CommandGenerator(0, 0, seed: 0);
            for (var number = 0; number < WarmUpPublishes; number++) publisher.SendNext(commands);
        });
        publisher.RequireSuccess();
    }

    private async Task<TimeSpan> Drain(LoadRun run, LoadReaders group, long since)
    {
        var (delivered, at) = (run.Arrivals.Deliveries, time.GetTimestamp());
        await WaitUntil(
            () =>
            {
                if (run.Arrivals.Deliveries != delivered) (delivered, at) = (run.Arrivals.Deliveries, time.GetTimestamp());
                return time.GetElapsedTime(at) > QuietPeriod && (!options.ComeBack || group.IsUpToDate);
            },
            Timeout);
        return time.GetElapsedTime(since, at);
    }

    private async Task WaitUntil(Func<bool> condition, TimeSpan timeout)
    {
        var since = time.GetTimestamp();
        while (!condition() && time.GetElapsedTime(since) < timeout) await Task.Delay(TimeSpan.FromMilliseconds(5), time);
    }
}
