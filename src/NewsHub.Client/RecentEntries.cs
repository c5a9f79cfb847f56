namespace NewsHub.Client;

/// <summary>
/// The latest entries about one article, which continue a list of its posts that was read before them. Of each post it keeps the newest version only.
/// </summary>
internal sealed class RecentEntries
{
    /// <summary>Maximum number of entries: 200 × at most 48 KB = 10 MB; most are about 1 KB.</summary>
    public const int MaxEntries = 200;

    private readonly List<Entry> _entries = [];
    private Cursor? _dropped;

    /// <summary>Adds an entry. Earlier ones that it withdraws or replaces are dropped.</summary>
    public void Add(Entry entry)
    {
        if (entry.IsWithdrawn) _entries.Clear();
        if (entry.Post is { } post)
        {
            if (_entries.Exists(other => other.Post is { } known && known.Id == post.Id && known.Version > post.Version)) return;
            _entries.RemoveAll(other => other.Post?.Id == post.Id);
        }

        _entries.Add(entry);
        if (_entries.Count <= MaxEntries) return;
        if (Cursor.Parse(_entries[0].Cursor) is { } dropped && !dropped.IsUpTo(_dropped)) _dropped = dropped;
        _entries.RemoveAt(0);
    }

    /// <summary>Returns the entries after a cursor, in the order in which they were added; null if one of them was dropped because there were too many.</summary>
    public IReadOnlyList<Entry>? After(Cursor? cursor) =>
        _dropped is { } dropped && !dropped.IsUpTo(cursor) ? null : _entries.FindAll(entry => Cursor.Parse(entry.Cursor)?.IsUpTo(cursor) is not true);

    public void Clear()
    {
        _entries.Clear();
        _dropped = null;
    }
}
