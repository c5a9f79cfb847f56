using NewsHub.Traffic.Hub;
using NewsHub.Traffic.Readers;
using NewsHub.Traffic.Terminal;

namespace NewsHub.Traffic.Newsroom;

/// <summary>An invented newsroom and its readers at work on a hub.</summary>
internal static class NewsroomCommand
{
    /// <summary>0: every reader was shown everything once and in order; 1: not.</summary>
    public static async Task<int> Run(Arguments arguments, TimeProvider time, CancellationToken stop)
    {
        var access = HubAccess.From(arguments);
        var between = Pace.From(arguments);
        var seed = arguments.Number("seed", byDefault: 1);
        var readers = arguments.Number("readers", byDefault: 50);
        var bound = arguments.Time("for");
        arguments.RefuseOthers();

        var room = new Room(time, new WireRecord(time), new Attention(new Random(seed), time), new RankingBoard(), new Tally());
        using var hub = new HubApi(access, time);
        await hub.MeetAsync(stop);

        var crowd = new Crowd(access.Address, readers, seed, room);
        var desk = new Desk(hub, seed, room);
        var figures = new Figures(desk.Output, crowd, room);

        using var readersLeave = new CancellationTokenSource();
        using var displayEnds = new CancellationTokenSource();
        var reading = crowd.ReadOn(readersLeave.Token);
        var display = Display.Run(figures, time, displayEnds.Token);
        try
        {
            await crowd.Assemble(stop);
            using var day = CancellationTokenSource.CreateLinkedTokenSource(stop);
            if (bound is { } length) day.CancelAfter(length);
            await desk.Work(between, day.Token);
            await crowd.Settle();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped before everybody had connected.
        }
        finally
        {
            await displayEnds.CancelAsync();
            await display;
            await readersLeave.CancelAsync();
            await reading;
        }

        Display.Sum(figures);
        return figures.KeepsPromises ? 0 : 1;
    }
}
