using NewsHub.Client.Transports;

namespace NewsHub.Client;

/// <summary>
/// The position of a reader on the wire. It accepts every entry of the topics once, across connections and repeats, and does not depend on the
/// transport.
/// </summary>
/// <param name="topics">The topics that are followed now; the owner changes the set.</param>
internal sealed class Session(IReadOnlySet<string> topics, string? cursor)
{
    private readonly Dictionary<string, Ranking> _rankings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private volatile bool _isPaused;

    /// <summary>The position up to which all entries were accepted; null if there is none yet.</summary>
    public string? Cursor { get; private set; } = cursor;

    public bool IsPaused => _isPaused;

    /// <summary>A message does not continue the known state: a new snapshot has to be requested.</summary>
    public bool NeedsSnapshot { get; private set; }

    /// <summary>Stops the cursor; only withdrawals, also of posts, are still accepted. Thread-safe.</summary>
    public void Pause() => _isPaused = true;

    public void Resume() => _isPaused = false;

    /// <summary>Discards the position and the rankings; the next snapshot starts anew.</summary>
    public void Reset()
    {
        Cursor = null;
        _rankings.Clear();
        _counts.Clear();
    }

    /// <summary>Returns the news of a snapshot to deliver. Messages that arrived meanwhile are accepted after it.</summary>
    public IReadOnlyList<News> Accept(Snapshot snapshot)
    {
        NeedsSnapshot = false;
        if (_isPaused) return snapshot.Entries.Where(entry => entry.IsForPaused).ToArray();
        // Versions may restart.
        foreach (var ranking in snapshot.Rankings) _rankings.Remove(ranking.Topic);
        foreach (var counts in snapshot.Counts) _counts.Remove(counts.Topic);

        var news = new List<News>();
        foreach (var each in snapshot.Entries.Concat<News>(snapshot.Rankings).Concat(snapshot.Counts))
            if (TryAdvance(each))
                news.Add(each);
        TryMoveCursor(snapshot.Cursor);
        return news;
    }

    /// <summary>Returns the news of a message to deliver, or null.</summary>
    public News? Accept(Message message) => message switch
    {
        // Entries of a topic may still arrive shortly after it was removed.
        Message.NewsReceived { News: Entry entry } when !entry.Topics.Any(topics.Contains) => null,
        Message.NewsReceived { News: Entry { IsForPaused: true } entry } when _isPaused => entry,
        _ when _isPaused => null,
        Message.NewsReceived { News: var news } => TryAdvance(news) ? news : null,
        Message.RankingChanged { Delta: var delta } => Apply(delta),
        _ => null,
    };

    private bool TryAdvance(News news) => news switch
    {
        Entry entry => entry.Topics.Any(topics.Contains) && TryMoveCursor(entry.Cursor) && entry.Kind is not EntryKind.Other,
        Ranking ranking => topics.Contains(ranking.Topic) && TryUpdate(ranking),
        Counts counts => topics.Contains(counts.Topic) && TryUpdate(counts),
        _ => true,
    };

    // Advances the cursor; returns false if it is already past this position. Sequence numbers have gaps, since topics select entries.
    private bool TryMoveCursor(string? cursor)
    {
        if (Client.Cursor.Parse(cursor) is not { } next) return false;
        if (Client.Cursor.Parse(Cursor) is { } now)
        {
            if (now.Epoch != next.Epoch) NeedsSnapshot = true;
            if (now.Epoch != next.Epoch || next.Seq <= now.Seq) return false;
        }

        Cursor = cursor;
        return true;
    }

    private bool TryUpdate(Ranking ranking)
    {
        if (_rankings.TryGetValue(ranking.Topic, out var old) && ranking.Version <= old.Version) return false;
        _rankings[ranking.Topic] = ranking;
        return true;
    }

    private Ranking? Apply(RankingDelta delta)
    {
        if (!topics.Contains(delta.Topic)) return null;
        var old = _rankings.GetValueOrDefault(delta.Topic);
        if (old is not null && delta.Version <= old.Version) return null;
        if (old is not null && delta.ApplyTo(old) is { } ranking)
        {
            _rankings[delta.Topic] = ranking;
            return ranking;
        }

        _rankings.Remove(delta.Topic);
        NeedsSnapshot = true;
        return null;
    }

    private bool TryUpdate(Counts counts)
    {
        if (counts.Version <= _counts.GetValueOrDefault(counts.Topic, -1)) return false;
        _counts[counts.Topic] = counts.Version;
        return true;
    }
}
