using NewsHub.Client.Transports;

namespace NewsHub.Client;

/// <summary>
/// What this reader has seen of the wire. It hands on every entry of the topics once, from whichever line and however often it comes. It
/// knows nothing of lines.
/// </summary>
/// <param name="topics">What is followed now; the owner changes it.</param>
internal sealed class Session(IReadOnlySet<string> topics, string? cursor)
{
    private readonly Dictionary<string, Ranking> _rankings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private volatile bool _isPaused;

    /// <summary>Everything up to here was told; null: nothing yet.</summary>
    public string? Cursor { get; private set; } = cursor;

    public bool IsPaused => _isPaused;

    /// <summary>Something came that what is known cannot be continued with: the hub has to be asked again.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The cursor stays where it is; only what was taken back still passes. May be called at any time by anybody.</summary>
    public void Pause() => _isPaused = true;

    public void Resume() => _isPaused = false;

    /// <summary>Everything begins anew with an answer to come.</summary>
    public void Restart()
    {
        Cursor = null;
        _rankings.Clear();
        _counts.Clear();
    }

    /// <summary>What to tell of the hub's answer. What came meanwhile is taken after it.</summary>
    public IReadOnlyList<News> Accept(Snapshot answer)
    {
        IsBroken = false;
        if (_isPaused) return answer.Entries.Where(entry => entry.IsTakenBack).ToArray();
        // Their versions may begin anew.
        foreach (var ranking in answer.Rankings) _rankings.Remove(ranking.Topic);
        foreach (var counts in answer.Counts) _counts.Remove(counts.Topic);

        var news = new List<News>();
        foreach (var each in answer.Entries.Concat<News>(answer.Rankings).Concat(answer.Counts))
            if (IsNew(each))
                news.Add(each);
        Reach(answer.Cursor);
        return news;
    }

    /// <summary>What to tell now that <paramref name="message"/> has come; null: nothing.</summary>
    public News? Take(Message message) => message switch
    {
        // A topic that was just left may still be heard for a moment.
        Message.Told { News: Entry entry } when !entry.Topics.Any(topics.Contains) => null,
        Message.Told { News: Entry { IsTakenBack: true } entry } when _isPaused => entry,
        _ when _isPaused => null,
        Message.Told { News: var news } => IsNew(news) ? news : null,
        Message.Changed { Delta: var delta } => Change(delta),
        _ => null,
    };

    private bool IsNew(News news) => news switch
    {
        Entry entry => entry.Topics.Any(topics.Contains) && Reach(entry.Cursor) && entry.Kind is not EntryKind.Other,
        Ranking ranking => topics.Contains(ranking.Topic) && Rank(ranking),
        Counts counts => topics.Contains(counts.Topic) && Count(counts),
        _ => true,
    };

    // Moves the cursor forward; false: that place was passed before. Topics are a choice, so numbers may be left out.
    private bool Reach(string? cursor)
    {
        if (Client.Cursor.Parse(cursor) is not { } next) return false;
        if (Client.Cursor.Parse(Cursor) is { } now)
        {
            if (now.Epoch != next.Epoch) IsBroken = true;
            if (now.Epoch != next.Epoch || next.Seq <= now.Seq) return false;
        }

        Cursor = cursor;
        return true;
    }

    private bool Rank(Ranking ranking)
    {
        if (_rankings.TryGetValue(ranking.Topic, out var old) && ranking.Version <= old.Version) return false;
        _rankings[ranking.Topic] = ranking;
        return true;
    }

    private Ranking? Change(RankingDelta delta)
    {
        if (!topics.Contains(delta.Topic)) return null;
        var old = _rankings.GetValueOrDefault(delta.Topic);
        if (old is not null && delta.Version <= old.Version) return null;
        if (old is not null && delta.Change(old) is { } ranking)
        {
            _rankings[delta.Topic] = ranking;
            return ranking;
        }

        _rankings.Remove(delta.Topic);
        IsBroken = true;
        return null;
    }

    private bool Count(Counts counts)
    {
        if (counts.Version <= _counts.GetValueOrDefault(counts.Topic, -1)) return false;
        _counts[counts.Topic] = counts.Version;
        return true;
    }
}
