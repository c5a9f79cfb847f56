using System.Text;

namespace NewsHub.EndToEndTests.Recording;

/// <summary>
/// What one reader received, in the order in which it came: entries as applied, and every byte. It does what any client does with a
/// cursor, and believes nothing.
/// </summary>
public sealed class Tape
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];
    private readonly List<Frame> _frames = [];
    private string? _cursor;

    /// <summary>Where the reader stands; null: nowhere yet.</summary>
    public string? Cursor
    {
        get
        {
            lock (_lock) return _cursor;
        }
    }

    public IReadOnlyList<Entry> Entries
    {
        get
        {
            lock (_lock) return [.. _entries];
        }
    }

    public int Count
    {
        get
        {
            lock (_lock) return _entries.Count;
        }
    }

    /// <summary>Begins here.</summary>
    public void Begin(string cursor)
    {
        lock (_lock) _cursor = cursor;
    }

    /// <summary>Takes one message as it came over the line.</summary>
    public void Keep(byte[] bytes, IReadOnlyList<Entry> entries)
    {
        lock (_lock) _frames.Add(new Frame(bytes, [.. entries.Where(entry => entry.Kind == "killed").Select(entry => entry.Article.Id)]));
    }

    /// <summary>Applies entries in the order given; nothing is dropped, so that a repeat is seen.</summary>
    /// <param name="cursor">Where they lead; null: to the last of them.</param>
    public void Apply(IReadOnlyList<Entry> entries, string? cursor = null)
    {
        lock (_lock)
        {
            _entries.AddRange(entries);
            _cursor = cursor ?? (entries.Count > 0 ? entries[^1].Cursor : _cursor);
        }
    }

    /// <summary>Articles of which something came after their kill.</summary>
    /// <param name="secrets">By article, a word that stands in all its versions and nowhere else.</param>
    public IReadOnlyList<string> SpilledAfterKill(IReadOnlyDictionary<string, string> secrets)
    {
        lock (_lock)
        {
            var spilled = new List<string>();
            var killed = new HashSet<string>();
            foreach (var frame in _frames)
            {
                killed.UnionWith(frame.Killed);
                spilled.AddRange(killed.Where(article => frame.Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secrets[article])) >= 0));
            }

            return spilled;
        }
    }

    private sealed record Frame(byte[] Bytes, string[] Killed);
}
