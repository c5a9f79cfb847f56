namespace NewsHub.Wire;

/// <summary>
/// The newest entry that this hub has seen. A database that was put back, or a standby that lacks the end of the wire, has no entry or
/// another one under its sequence: then the hub and the database contradict each other, and nothing is taken from it any more.
/// </summary>
internal sealed class Seen
{
    private readonly Lock _lock = new();
    private Mark _newest;
    private bool _isContradicted;

    public Mark Newest
    {
        get
        {
            lock (_lock) return _newest;
        }
    }

    public bool IsContradicted
    {
        get
        {
            lock (_lock) return _isContradicted;
        }
    }

    /// <summary>Stores a commit by <paramref name="store"/>, and answers with its outcome if it belongs to the life that this hub knows.</summary>
    /// <exception cref="StoreUnreachableException">It does not.</exception>
    public async Task<CommitOutcome> Commit(Commit commit, Func<Task<CommitOutcome>> store)
    {
        if (IsContradicted) throw StoreUnreachableException.NothingStored();
        var before = Newest;
        var outcome = await store();
        if (outcome is CommitOutcome.Committed { Receipt.Cursor: { } cursor })
            Add(new Mark(cursor.Sequence, commit.Entry!.At.ToUnixTimeMilliseconds()), isAfter: before);
        return IsContradicted ? throw StoreUnreachableException.Unknown() : outcome;
    }

    /// <summary>Notes entries that were read, the oldest first.</summary>
    public IReadOnlyList<Entry> Read(IReadOnlyList<Entry> entries)
    {
        if (entries is [.., var last]) Add(new Mark(last.Seq, last.At.ToUnixTimeMilliseconds()));
        return entries;
    }

    /// <summary>Compares what was known before the database was asked with its answer.</summary>
    /// <param name="at">The time of the entry under the known sequence; null: there is none any more.</param>
    public void Compare(Mark known, long head, long? at)
    {
        lock (_lock) _isContradicted |= head < known.Sequence || (at is { } other && other != known.At);
    }

    /// <param name="isAfter">What was seen before the entry was written, if that is known: a newer entry has a higher sequence.</param>
    public void Add(Mark mark, Mark? isAfter = null)
    {
        lock (_lock)
        {
            _isContradicted |= (isAfter is { } earlier && mark.Sequence <= earlier.Sequence) || (mark.Sequence == _newest.Sequence && mark != _newest);
            if (!_isContradicted && mark.Sequence > _newest.Sequence) _newest = mark;
        }
    }
}

/// <summary>Identifies an entry by its sequence and its time, in milliseconds since 1970. A restored database may hold another entry under the same sequence.</summary>
internal readonly record struct Mark(long Sequence, long At);
