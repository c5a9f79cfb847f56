using System.Collections.Concurrent;
using NewsHub.Wire;

namespace NewsHub.Gateway.FanOut;

/// <summary>
/// Entries that have arrived, wait to be sent and erase earlier ones. What they erase is not sent any more, although it arrived before them. Bounded by
/// what may wait.
/// </summary>
internal sealed class PendingErasures
{
    private readonly ConcurrentDictionary<string, Entry> _bySubject = new(StringComparer.Ordinal);

    /// <summary>Notes an entry that has arrived.</summary>
    public void Note(Entry entry)
    {
        if (entry.ErasesUpTo > 0) _bySubject[entry.Subject.Id] = entry;
    }

    /// <summary>Takes an entry that is about to be sent; answers with what may be sent of it.</summary>
    public Entry Take(Entry entry)
    {
        _bySubject.TryRemove(new KeyValuePair<string, Entry>(entry.Subject.Id, entry)); // a later one stays
        return IsErased(entry, entry.Subject.Id) || IsErased(entry, entry.Subject.Parent) ? entry.Erased() : entry;
    }

    private bool IsErased(Entry entry, string? subject) =>
        subject is not null && _bySubject.TryGetValue(subject, out var erasing) && entry.Seq < erasing.Seq && erasing.Erases(entry);
}
