using NewsHub.Traffic.Hub;
using NewsHub.Traffic.Newsroom.Stories;
using NewsHub.Traffic.Readers;

namespace NewsHub.Traffic.Newsroom;

/// <summary>The news desk: writes, publishes, and looks after what it published.</summary>
internal sealed class Desk(HubApi hub, int seed, Room room)
{
    private static readonly string[] Alerts = ["flash", "bulletin", "urgent"];

    private readonly Random _random = new(seed);
    private readonly StoryWriter _writer = new(seed);
    private readonly Diary _diary = new(seed);
    private readonly Archive _archive = new(new Random(seed));
    private readonly Queue<Errand> _errands = new();

    public Output Output { get; } = new();

    /// <summary>Makes one move at every tick until told to stop.</summary>
    public async Task Work(TimeSpan between, CancellationToken stop)
    {
        using var ticks = new PeriodicTimer(between, room.Time);
        try
        {
            do
            {
                await DoErrands(stop);
                await Make(_diary.Next(_archive.Count), stop);
            }
            while (await ticks.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The day is over.
        }
    }

    private Task Make(Move move, CancellationToken stop) => move switch
    {
        Move.Break => Break(stop),
        Move.Update => Update(_archive.Any(), stop),
        Move.Correct => Correct(_archive.Any(), stop),
        Move.Withhold => Withhold(_archive.Any(), stop),
        Move.Kill => Kill(_archive.Any(), stop),
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
        Later(piece, clearsAlert: true);
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
        var (mended, note) = piece.Manuscript.Corrected();
        if (Receipt(await hub.Correct(piece.Id, piece.Version, mended.Story, note, stop)) is not { } receipt) return;
        Output.Corrected++;
        _archive.Replace(piece, new Piece(piece.Id, receipt.Version, mended));
    }

    private async Task Withhold(Piece piece, CancellationToken stop)
    {
        if (Receipt(await hub.Withhold(piece.Id, stop)) is not { } receipt) return;
        Output.Withheld++;
        _archive.Remove(piece);
        Later(piece with { Version = receipt.Version }, clearsAlert: false);
    }

    private async Task Kill(Piece piece, CancellationToken stop)
    {
        if (Receipt(await hub.Kill(piece.Id, piece.Manuscript.ReasonToKill(), stop)) is null) return;
        Output.Killed++;
        _archive.Remove(piece);
    }

    private void Later(Piece piece, bool clearsAlert) => _errands.Enqueue(new Errand(room.Time.GetUtcNow().AddSeconds(30), piece, clearsAlert));

    private async Task DoErrands(CancellationToken stop)
    {
        while (_errands.TryPeek(out var errand) && errand.At <= room.Time.GetUtcNow())
        {
            _errands.Dequeue();
            if (errand.ClearsAlert) await ClearAlert(errand.Piece, stop);
            else await PublishAgain(errand.Piece, stop);
        }
    }

    private async Task ClearAlert(Piece piece, CancellationToken stop)
    {
        if (_archive.Find(piece.Id) is not { } now || Receipt(await hub.ClearAlert(piece.Id, stop)) is not { } receipt) return;
        Output.AlertsCleared++;
        _archive.Replace(now, now with { Version = receipt.Version });
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
            room.Wire.Acknowledged(receipt, answer.SentAt);
        }
        else
        {
            Output.Refused++;
            room.Tally.Trouble(answer.Problem!);
        }

        return answer.Receipt;
    }
}
