using NewsHub.Traffic.Hub;
using NewsHub.Traffic.Readers;
using NewsHub.Traffic.Terminal;

namespace NewsHub.Traffic.Newsroom;

/// <summary>Runs a simulated newsroom and its readers against a hub.</summary>
internal static class NewsroomCommand
{
    /// <summary>Returns 0 if every reader received every entry once and in order, else 1.</summary>
    public static async Task<int> Run(Arguments arguments, TimeProvider time, CancellationToken stop)
    {
        var access = HubAccess.From(arguments);
        var between = Pace.From(arguments);
        var seed = arguments.Number("seed", byDefault: 1);
        var readers = arguments.Number("readers", byDefault: 50);
        var duration = arguments.Time("for");
        arguments.RejectUnknown();

        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        var context = new RunContext(http, time, new WireRecord(time), new Attention(new Random(seed), time), new RankingBoard(), new Tally());
        using var hub = new HubApi(access, time);
        await hub.EnsureReadyAsync(stop);

        var group = new ReaderGroup(access.Address, readers, seed, context);
        var desk = new Desk(hub, seed, context);
        var figures = new Figures(desk.Output, group, context);

        using var stopReaders = new CancellationTokenSource();
        using var stopDisplay = new CancellationTokenSource();
        var reading = group.Run(stopReaders.Token);
        var display = Display.Run(figures, time, stopDisplay.Token);
        try
        {
            await group.WaitUntilConnected(stop);
            using var publishing = CancellationTokenSource.CreateLinkedTokenSource(stop);
            if (duration is { } length) publishing.CancelAfter(length);
            await desk.Run(between, publishing.Token);
            await group.WaitUntilCaughtUp();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Cancelled before all readers had connected.
        }
        finally
        {
            await stopDisplay.CancelAsync();
            await display;
            await stopReaders.CancelAsync();
            await reading;
        }

        Display.Sum(figures);
        return figures.Passed ? 0 : 1;
    }
}
