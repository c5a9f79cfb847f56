using System.Text;
using NewsHub.Traffic.Readers;

namespace NewsHub.Traffic.Load.Checking;

/// <summary>
/// Checks what one reader receives over all its connections: in order, once, and no content of an article after its kill. Not thread-safe.
/// </summary>
/// <param name="firstArticle">Number of the first article of the run.</param>
internal sealed class ReaderView(Arrivals arrivals, long firstArticle)
{
    private readonly SequenceCheck _check = new();
    private List<Early>? _early;
    private ArticleSet? _killed;
    private string? _epoch;
    private bool _isWaiting = true;

    /// <summary>The cursor to resume from; null before the first response.</summary>
    public string? Cursor => _epoch is null ? null : $"{_epoch}.{Newest}";

    public long Newest { get; private set; }

    public long Repeated => _check.Repeated;

    public long OutOfOrder => _check.OutOfOrder;

    /// <summary>Article marks received after the kill of their article.</summary>
    public long KilledShown { get; private set; }

    /// <summary>Number of failed resumes.</summary>
    public int NotRecovered { get; private set; }

    public bool Misses(long sequence) => _check.Misses(sequence);

    /// <summary>Starts a connection. Discards entries that the previous one received before its response.</summary>
    public void Begin()
    {
        _isWaiting = true;
        _early = null;
    }

    /// <summary>Searches received bytes for content of killed articles.</summary>
    public void Inspect(ReadOnlySpan<byte> text)
    {
        if (_killed is null) return;
        while (ArticleMark.TryTake(ref text, out var mark))
            if (_killed.Contains(mark.Article))
                KilledShown++;
    }

    /// <summary>Processes a live entry. Before the response to the subscription the entry is held back.</summary>
    public void Show(ReadOnlySpan<byte> json, long now)
    {
        if (!EntryJson.TryFind(json, out var entry)) return;
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

    /// <summary>Processes an entry of a catch-up. On a first connection it belongs to the snapshot and is ignored.</summary>
    public void CatchUp(ReadOnlySpan<byte> json)
    {
        if (_epoch is null || !EntryJson.TryFind(json, out var entry)) return;
        arrivals.CatchUp();
        Take(entry);
    }

    /// <summary>Processes the response to a subscription: missed entries or a snapshot.</summary>
    /// <returns>The number of entries in the response.</returns>
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

    /// <summary>Processes the response to a long poll.</summary>
    /// <returns>The number of entries in the response.</returns>
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

    /// <summary>Records that everything up to <paramref name="cursor"/> was received or, if not recovered, restarts the check there.</summary>
    public void Reach(ReadOnlySpan<byte> cursor, bool isRecovered)
    {
        var sequence = CursorText.SequenceOf(cursor);
        var isFirst = _epoch is null;
        if (!isFirst && !isRecovered)
        {
            NotRecovered++;
            arrivals.CountFailedResume();
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

    private void Take(EntryJson entry)
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

    private void LearnKill(EntryJson entry)
    {
        if (arrivals.ExpectsKills && entry.IsKill && entry.TryId(out var article)) (_killed ??= new ArticleSet(firstArticle)).Add(article);
    }

    private readonly record struct Early(long Sequence, bool MayOvertake);
}
