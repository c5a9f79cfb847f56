using NewsHub.Traffic.Hub;
using NewsHub.Traffic.Newsroom.Stories;
using NewsHub.Traffic.Readers;

namespace NewsHub.Traffic.Newsroom;

/// <summary>The news desk: writes and publishes stories and later updates, corrects, withholds and kills them.</summary>
internal sealed class Desk(HubApi hub, int seed, RunContext context)
{
    private static readonly string[] Alerts = ["flash", "bulletin", "urgent"];

    private readonly Random _random = new(seed);
    private readonly StoryWriter _writer = new(seed);
    private readonly ActionPicker _actions = new(seed);
    private readonly Archive _archive = new(new Random(seed));
    private readonly Queue<ScheduledAction> _scheduled = new();

    public Output Output { get; } = new();

    /// <summary>Performs one action at every interval until cancelled.</summary>
    public async Task Run(TimeSpan between, CancellationToken stop)
    {
        using var ticks = new PeriodicTimer(between, context.Time);
        try
        {
            do
            {
                await RunScheduledActions(stop);
                await Perform(_actions.Next(_archive.Count), stop);
            }
            while (await ticks.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run has ended.
        }
    }

    private Task Perform(NewsroomAction action, CancellationToken stop) => action switch
    {
        NewsroomAction.Break => Break(stop),
        NewsroomAction.Update => Update(_archive.Any(), stop),
        NewsroomAction.Correct => Correct(_archive.Any(), stop),
        NewsroomAction.Withhold => Withhold(_archive.Any(), stop),
        NewsroomAction.Kill => Kill(_archive.Any(), stop),
        _ => Publish(stop),
    };

    private async Task Publish(CancellationToken stop)
    {
        var manuscript = _writer.Write();
        if (Receipt(await hub.Publish(manuscript.Story, stop)) is not { } receipt) return;
        Output.Published++;
        _archive.Add(new Piece(receipt.Id, receipt.Version, manuscript));
    }

    private async Task Break(CancellationToken stop)
    {
        var manuscript = _writer.WriteBreaking();
        if (Receipt(await hub.Break(manuscript.Story, Alerts[_random.Next(Alerts.Length)], stop)) is not { } receipt) return;
        Output.Broke++;
        var piece = new Piece(receipt.Id, receipt.Version, manuscript);
        _archive.Add(piece);
        Schedule(piece, clearsAlert: true);
    }

    private async Task Update(Piece piece, CancellationToken stop)
    {
        var updated = piece.Manuscript.Updated();
        if (Receipt(await hub.Update(piece.Id, piece.Version, updated.Story, stop)) is not { } receipt) return;
        Output.Updated++;
        _archive.Replace(piece, new Piece(piece.Id, receipt.Version, updated));
    }

    private async Task Correct(Piece piece, CancellationToken stop)
    {
        var (corrected, note) = piece.Manuscript.Corrected();
        if (Receipt(await hub.Correct(piece.Id, piece.Version, corrected.Story, note, stop)) is not { } receipt) return;
        Output.Corrected++;
        _archive.Replace(piece, new Piece(piece.Id, receipt.Version, corrected));
    }

    private async Task Withhold(Piece piece, CancellationToken stop)
    {
        if (Receipt(await hub.Withhold(piece.Id, stop)) is not { } receipt) return;
        Output.Withheld++;
        _archive.Remove(piece);
        Schedule(piece with { Version = receipt.Version }, clearsAlert: false);
    }

    private async Task Kill(Piece piece, CancellationToken stop)
    {
        if (Receipt(await hub.Kill(piece.Id, piece.Manuscript.ReasonToKill(), stop)) is null) return;
        Output.Killed++;
        _archive.Remove(piece);
    }

    private void Schedule(Piece piece, bool clearsAlert) => _scheduled.Enqueue(new ScheduledAction(context.Time.GetUtcNow().AddSeconds(30), piece, clearsAlert));

    private async Task RunScheduledActions(CancellationToken stop)
    {
        while (_scheduled.TryPeek(out var scheduled) && scheduled.At <= context.Time.GetUtcNow())
        {
            _scheduled.Dequeue();
            if (scheduled.ClearsAlert) await ClearAlert(scheduled.Piece, stop);
            else await PublishAgain(scheduled.Piece, stop);
        }
    }

    private async Task ClearAlert(Piece piece, CancellationToken stop)
    {
        if (_archive.Find(piece.Id) is not { } current || Receipt(await hub.ClearAlert(piece.Id, stop)) is not { } receipt) return;
        Output.AlertsCleared++;
        _archive.Replace(current, current with { Version = receipt.Version });
    }

    private async Task PublishAgain(Piece piece, CancellationToken stop)
    {
        if (Receipt(await hub.PublishAgain(piece.Id, stop)) is not { } receipt) return;
        Output.Published++;
        _archive.Add(piece with { Version = receipt.Version });
    }

    private Receipt? Receipt(Answer answer)
    {
        if (answer.Receipt is { } receipt)
        {
            context.Wire.Acknowledged(receipt, answer.SentAt);
        }
        else
        {
            Output.Refused++;
            context.Tally.SetError(answer.Problem!);
        }

        return answer.Receipt;
    }
}
