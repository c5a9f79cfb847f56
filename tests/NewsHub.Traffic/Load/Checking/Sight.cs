using System.Text;
using NewsHub.Traffic.Readers;

namespace NewsHub.Traffic.Load.Checking;

/// <summary>
/// What one reader was shown, over all its connections: in order, once, and nothing of an article that it knows to be killed. Not
/// thread-safe.
/// </summary>
/// <param name="firstArticle">The number of the run's first article.</param>
internal sealed class Sight(Arrivals arrivals, long firstArticle)
{
    private readonly SequenceCheck _check = new();
    private List<Early>? _early;
    private ArticleSet? _killed;
    private string? _epoch;
    private bool _isWaiting = true;

    /// <summary>What to send on coming back: the newest that was shown. Null: nothing is known yet.</summary>
    public string? Cursor => _epoch is null ? null : $"{_epoch}.{Newest}";

    public long Newest { get; private set; }

    public long Repeated => _check.Repeated;

    public long OutOfOrder => _check.OutOfOrder;

    /// <summary>Marks of articles that came after the reader had learnt of their kill.</summary>
    public long KilledShown { get; private set; }

    /// <summary>How often a cursor could not be continued.</summary>
    public int NotRecovered { get; private set; }

    public bool Misses(long sequence) => _check.Misses(sequence);

    /// <summary>A connection begins. What came on the last one before its answer was never shown.</summary>
    public void Begin()
    {
        _isWaiting = true;
        _early = null;
    }

    /// <summary>Looks for content of killed articles in any bytes that came.</summary>
    public void Inspect(ReadOnlySpan<byte> text)
    {
        if (_killed is null) return;
        while (ArticleMark.TryTake(ref text, out var mark))
            if (_killed.Contains(mark.Article))
                KilledShown++;
    }

    /// <summary>An entry came as it happened. Before the answer to a subscription it waits for that.</summary>
    public void Show(ReadOnlySpan<byte> json, long now)
    {
        if (!EntryLine.TryFind(json, out var entry)) return;
        if (entry.TryMark(out var mark)) arrivals.Arrive(mark.SentAt, now);
        if (arrivals.HasNoCursors) return;
        if (_isWaiting)
        {
            LearnKill(entry);
            (_early ??= []).Add(new Early(entry.Sequence, entry.MayOvertake));
            return;
        }

        Take(entry);
    }

    /// <summary>An entry came that was missed while away; the newest ones of a first connection are only a snapshot.</summary>
    public void CatchUp(ReadOnlySpan<byte> json)
    {
        if (_epoch is null || !EntryLine.TryFind(json, out var entry)) return;
        arrivals.CatchUp();
        Take(entry);
    }

    /// <summary>The answer to a subscription: what was missed, or a snapshot.</summary>
    /// <returns>How many entries it holds.</returns>
    public int Answer(ReadOnlySpan<byte> json)
    {
        var answer = Checking.Answer.Read(json);
        var entries = 0;
        foreach (var entry in answer)
        {
            entries++;
            if (answer.IsRecovered) CatchUp(entry);
        }

        Reach(answer.Cursor, answer.IsRecovered);
        return entries;
    }

    /// <summary>The answer to a poll that waited for what happens.</summary>
    /// <returns>How many entries it holds.</returns>
    public int ShowAnswer(ReadOnlySpan<byte> json, long now)
    {
        var answer = Checking.Answer.Read(json);
        if (!answer.IsRecovered) return Answer(json);
        var entries = 0;
        foreach (var entry in answer)
        {
            entries++;
            Show(entry, now);
        }

        Newest = Math.Max(Newest, CursorText.SequenceOf(answer.Cursor));
        return entries;
    }

    /// <summary>All up to <paramref name="cursor"/> was shown, or (not recovered) begins there anew.</summary>
    public void Reach(ReadOnlySpan<byte> cursor, bool isRecovered)
    {
        var sequence = CursorText.SequenceOf(cursor);
        var isFirst = _epoch is null;
        if (!isFirst && !isRecovered)
        {
            NotRecovered++;
            arrivals.LoseTrack();
        }

        if (isFirst || !isRecovered)
        {
            _epoch = Encoding.UTF8.GetString(CursorText.EpochOf(cursor));
            _check.Start(sequence);
            Newest = sequence;
        }

        Newest = Math.Max(Newest, sequence);
        _isWaiting = false;
        foreach (var early in _early ?? [])
            if (early.Sequence > sequence)
                Take(early.Sequence, early.MayOvertake);
        _early = null;
    }

    private void Take(EntryLine entry)
    {
        var isNext = entry.Sequence == _check.Last + 1;
        LearnKill(entry);
        Take(entry.Sequence, mayOvertake: !isNext && entry.MayOvertake);
    }

    private void Take(long sequence, bool mayOvertake)
    {
        _check.Show(sequence, mayOvertake);
        Newest = Math.Max(Newest, sequence);
    }

    private void LearnKill(EntryLine entry)
    {
        if (arrivals.ExpectsKills && entry.IsKill && entry.TryId(out var article)) (_killed ??= new ArticleSet(firstArticle)).Add(article);
    }

    private readonly record struct Early(long Sequence, bool MayOvertake);
}
