using System.Collections.Concurrent;
using NewsHub.Wire;

namespace NewsHub.Gateway.FanOut;

/// <summary>
/// Entries that wait to be sent and erase earlier ones. An erased entry is no longer sent, even if it arrived first.
/// Bounded by the number of entries that may wait.
/// </summary>
internal sealed class PendingErasures
{
    private readonly ConcurrentDictionary<string, Entry> _bySubject = new(StringComparer.Ordinal);

    /// <summary>Records an entry on arrival.</summary>
    public void Note(Entry entry)
    {
        if (entry.ErasesUpTo > 0) _bySubject[entry.Subject.Id] = entry;
    }

    /// <summary>Returns what may be sent of an entry: the entry itself, or its erased form. Call once for each entry, immediately before sending.</summary>
    public Entry Apply(Entry entry)
    {
        _bySubject.TryRemove(new KeyValuePair<string, Entry>(entry.Subject.Id, entry)); // keeps a later one
        return After(After(entry, entry.Subject.Id), entry.Subject.Parent);
    }

    private Entry After(Entry entry, string? subject) =>
        subject is not null && _bySubject.TryGetValue(subject, out var erasing) && entry.Seq < erasing.Seq ? entry.After(erasing) : entry;
}
