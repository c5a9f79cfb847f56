namespace NewsHub.Client.Transports;

/// <summary>What a stream brings up to <c>live</c> is the answer that SignalR gives at once.</summary>
internal sealed class Beginning
{
    private readonly List<Entry> _entries = [];
    private readonly List<Ranking> _rankings = [];
    private readonly List<Counts> _counts = [];
    private bool _isReset;

    public void Add(News news)
    {
        switch (news)
        {
            case Entry entry: _entries.Add(entry); break;
            case Ranking ranking: _rankings.Add(ranking); break;
            case Counts counts: _counts.Add(counts); break;
        }
    }

    /// <summary>The cursor could not be continued, and things stand so.</summary>
    public void Reset(Snapshot snapshot)
    {
        _isReset = true;
        _entries.AddRange(snapshot.Entries);
        _rankings.AddRange(snapshot.Rankings);
        _counts.AddRange(snapshot.Counts);
    }

    public Snapshot End(string cursor) => new(cursor, !_isReset, _entries, _rankings, _counts);
}

/// <summary>The place at which a stream has caught up.</summary>
internal sealed record CaughtUp(string Cursor);
