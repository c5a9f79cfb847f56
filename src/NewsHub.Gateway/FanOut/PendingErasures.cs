using System.Collections.Concurrent;
using NewsHub.Wire;

namespace NewsHub.Gateway.FanOut;

/// <summary>
/// Entries that have arrived, wait to be sent and erase earlier ones of their article. What they erase is not sent any more, though it arrived
/// before them. Bounded by what may wait.
/// </summary>
internal sealed class PendingErasures
{
    private readonly ConcurrentDictionary<string, Entry> _byArticle = new(StringComparer.Ordinal);

    /// <summary>Notes an entry that has arrived.</summary>
    public void Note(Entry entry)
    {
        if (entry.ErasesUpTo > 0) _byArticle[entry.Article.Id] = entry;
    }

    /// <summary>Takes an entry that is about to be sent; answers with what may be sent of it.</summary>
    public Entry Take(Entry entry)
    {
        if (!_byArticle.TryGetValue(entry.Article.Id, out var erasing)) return entry;
        if (entry.Seq < erasing.Seq) return entry.Article.Version <= erasing.ErasesUpTo ? entry.Erased() : entry;
        _byArticle.TryRemove(new KeyValuePair<string, Entry>(entry.Article.Id, entry)); // a later one stays
        return entry;
    }
}
