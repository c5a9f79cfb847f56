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
        lock (_lock) _frames.Add(new Frame(bytes, [.. entries.Select(entry => entry.Seq)]));
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

    /// <summary>Words that came with or after the entry that erased them.</summary>
    /// <param name="erased">By the sequence of an entry that erases, the words that may not come any more.</param>
    public IReadOnlyList<string> Spilled(IReadOnlyDictionary<long, string[]> erased)
    {
        lock (_lock)
        {
            var (spilled, gone) = (new List<string>(), new HashSet<string>());
            foreach (var frame in _frames)
            {
                foreach (var seq in frame.Sequences) gone.UnionWith(erased.GetValueOrDefault(seq, []));
                spilled.AddRange(gone.Where(word => frame.Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0));
            }

            return spilled;
        }
    }

    private sealed record Frame(byte[] Bytes, long[] Sequences);
}
