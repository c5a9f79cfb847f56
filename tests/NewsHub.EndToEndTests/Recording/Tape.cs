using System.Text;

namespace NewsHub.EndToEndTests.Recording;

/// <summary>
/// Records what one reader received, in order: the entries and the bytes of every message. It keeps the cursor as a client does and does not
/// remove repeats.
/// </summary>
public sealed class Tape
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];
    private readonly List<Frame> _frames = [];
    private string? _cursor;

    /// <summary>The cursor to resume from; null before the first.</summary>
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

    /// <summary>Sets the cursor to start from.</summary>
    public void StartAt(string cursor)
    {
        lock (_lock) _cursor = cursor;
    }

    /// <summary>Records the bytes of one message and the entries in it.</summary>
    public void AddFrame(byte[] bytes, IReadOnlyList<Entry> entries)
    {
        lock (_lock) _frames.Add(new Frame(bytes, [.. entries.Select(entry => entry.Seq)]));
    }

    /// <summary>Appends entries in the given order, including repeats.</summary>
    /// <param name="cursor">The cursor after these entries; null for the cursor of the last entry.</param>
    public void Apply(IReadOnlyList<Entry> entries, string? cursor = null)
    {
        lock (_lock)
        {
            _entries.AddRange(entries);
            _cursor = cursor ?? (entries.Count > 0 ? entries[^1].Cursor : _cursor);
        }
    }

    /// <summary>Erased words that were received with or after the entry that erased them.</summary>
    /// <param name="erased">Erased words by the sequence number of the erasing entry.</param>
    public IReadOnlyList<string> FindErased(IReadOnlyDictionary<long, string[]> erased)
    {
        lock (_lock)
        {
            var (found, words) = (new List<string>(), new HashSet<string>());
            foreach (var frame in _frames)
            {
                foreach (var seq in frame.Sequences) words.UnionWith(erased.GetValueOrDefault(seq, []));
                found.AddRange(words.Where(word => frame.Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0));
            }

            return found;
        }
    }

    private sealed record Frame(byte[] Bytes, long[] Sequences);
}
