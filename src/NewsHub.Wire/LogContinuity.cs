namespace NewsHub.Wire;

/// <summary>
/// Detects a database that does not continue the log this hub has seen. A restored database, or a standby that lacks the end of the wire, has no
/// entry or another one under the newest sequence seen. The log is then broken: commits are refused and no further position is recorded.
/// </summary>
internal sealed class LogContinuity
{
    private readonly Lock _lock = new();
    private LogPosition _newest;
    private bool _isBroken;

    public LogPosition Newest
    {
        get
        {
            lock (_lock) return _newest;
        }
    }

    public bool IsBroken
    {
        get
        {
            lock (_lock) return _isBroken;
        }
    }

    /// <summary>Stores a commit with <paramref name="store"/>, and returns its outcome if the database still continues the log.</summary>
    /// <exception cref="StoreUnreachableException">The log is broken.</exception>
    public async Task<CommitOutcome> Guard(Commit commit, Func<Task<CommitOutcome>> store)
    {
        if (IsBroken) throw StoreUnreachableException.NothingStored();
        var before = Newest;
        var outcome = await store();
        if (outcome is CommitOutcome.Committed { Receipt.Cursor: { } cursor })
            Add(new LogPosition(cursor.Sequence, commit.Entry!.At.ToUnixTimeMilliseconds()), previous: before);
        return IsBroken ? throw StoreUnreachableException.Unknown() : outcome;
    }

    /// <summary>Records entries that were read, in ascending order, and returns them.</summary>
    public IReadOnlyList<Entry> Record(IReadOnlyList<Entry> entries)
    {
        if (entries is [.., var last]) Add(new LogPosition(last.Seq, last.At.ToUnixTimeMilliseconds()));
        return entries;
    }

    /// <summary>Compares a position known before a query with the answer of the database.</summary>
    /// <param name="at">The time of the entry at the known sequence; null if there is none, because it was pruned.</param>
    public void Compare(LogPosition known, long head, long? at)
    {
        lock (_lock) _isBroken |= head < known.Sequence || (at is { } stored && stored != known.At);
    }

    /// <param name="previous">The newest position before the entry was written, if known: the entry must have a higher sequence.</param>
    public void Add(LogPosition position, LogPosition? previous = null)
    {
        lock (_lock)
        {
            _isBroken |= (previous is { } earlier && position.Sequence <= earlier.Sequence) || (position.Sequence == _newest.Sequence && position != _newest);
            if (!_isBroken && position.Sequence > _newest.Sequence) _newest = position;
        }
    }
}

/// <summary>Identifies an entry by its sequence and its time, in milliseconds since 1970. A restored database may have another entry under the same sequence.</summary>
internal readonly record struct LogPosition(long Sequence, long At);
