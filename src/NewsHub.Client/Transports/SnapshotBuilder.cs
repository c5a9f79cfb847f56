namespace NewsHub.Client.Transports;

/// <summary>Collects the events of a stream before <c>live</c> into the snapshot that SignalR returns in one message.</summary>
internal sealed class SnapshotBuilder
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

    /// <summary>Adds the snapshot of a <c>reset</c> event: the hub cannot resume from the cursor.</summary>
    public void Reset(Snapshot snapshot)
    {
        _isReset = true;
        _entries.AddRange(snapshot.Entries);
        _rankings.AddRange(snapshot.Rankings);
        _counts.AddRange(snapshot.Counts);
    }

    public Snapshot Build(string cursor) => new(cursor, !_isReset, _entries, _rankings, _counts);
}

/// <summary>The data of a <c>live</c> event: the cursor up to which the stream has caught up.</summary>
internal sealed record CaughtUp(string Cursor);
