using NewsHub.Traffic.Hub;
using NewsHub.Traffic.Newsroom.Pictures;
using NewsHub.Traffic.Readers;
using NewsHub.Traffic.Terminal;

namespace NewsHub.Traffic.Newsroom;

/// <summary>Runs a simulated newsroom and its readers against a hub.</summary>
internal static class NewsroomCommand
{
    /// <summary>Actions of the news desk for each action of the live desk.</summary>
    private const int PostEvery = 2;

    /// <summary>Returns 0 if every reader received every entry once and in order, else 1.</summary>
    public static async Task<int> Run(Arguments arguments, TimeProvider time, CancellationToken stop)
    {
        var access = HubAccess.From(arguments);
        var between = Pace.From(arguments);
        var seed = arguments.Number("seed", byDefault: 1);
        var readers = arguments.Number("readers", byDefault: 50);
        var duration = arguments.Time("for");
        var picturePort = arguments.Number("picture-port", byDefault: 8090, atLeast: 1);
        arguments.RejectUnknown();

        await using var pictures = access.Address.IsLoopback ? await PictureServer.TryStart(picturePort) : null;
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        var context = new RunContext(http, time, new WireRecord(time), new Attention(new Random(seed), time), new RankingBoard(), new Tally());
        using var hub = new HubApi(access, time) { Pictures = pictures?.Address };
        await hub.EnsureReadyAsync(stop);

        var group = new ReaderGroup(access.Address, readers, seed, context);
        var desk = new Desk(hub, seed, context);
        var live = new LiveDesk(hub, seed, context);
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
            await Task.WhenAll(desk.Run(between, publishing.Token), live.Run(between * PostEvery, publishing.Token));
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
