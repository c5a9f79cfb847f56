using System.Text.Json;
using NewsHub.Syndication.Documents;
using NewsHub.Syndication.Feeds;
using NewsHub.Wire;

namespace NewsHub.Syndication.Ninjs;

/// <summary>A range of the wire as ninjs.</summary>
/// <param name="Cursor">The value of <c>after</c> for the next request.</param>
/// <param name="Recovered">False if the cursor could not be resumed and the items are only the newest.</param>
/// <param name="Items">The articles that changed, each once and as it is now, in the order of their latest changes.</param>
internal sealed record NinjsSlice(Cursor Cursor, bool Recovered, IReadOnlyList<NinjsDocument> Items);

/// <summary>Writes what changed on the wire as ninjs.</summary>
internal sealed class NinjsWire(NinjsPublisher publisher, ArticleCache articles, FeedIndex index)
{
    /// <summary>Entries of an answer, and so articles at most: as many as in a feed.</summary>
    public const int MaxEntries = 50;

    /// <summary>An answer ends with the article that makes it longer, in bytes: 4 MB, about 1,000 articles of 3,000 characters. The next one continues there.</summary>
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Returns a <see cref="NinjsSlice"/> as JSON.</summary>
    public async Task<ReadOnlyMemory<byte>> Write(WireSlice slice, NinjsVersion ninjs, SiteAddress site)
    {
        while (true)
        {
            var erasures = index.Erasures;
            var (cursor, items) = await Read(slice, ninjs, site);
            // A story that was withdrawn meanwhile must not leave.
            if (index.Erasures == erasures) return Write(cursor, slice.Recovered, items);
        }
    }

    private async Task<(Cursor Cursor, List<Document> Items)> Read(WireSlice slice, NinjsVersion ninjs, SiteAddress site)
    {
        var latest = new Dictionary<string, Entry>();
        var changes = slice.Entries.Where(entry => entry.Part is null).ToArray(); // a post of a live blog does not change the article
        foreach (var entry in changes) latest[entry.Article.Id] = entry;
        await articles.FindReleased(latest.ToDictionary(entry => entry.Key, entry => entry.Value.Article.Version)); // one query for all
        var (items, length) = (new List<Document>(), 0);
        foreach (var entry in changes)
        {
            if (latest[entry.Article.Id] != entry || await publisher.Get(entry.Article.Id, entry.Article.Version, ninjs, site) is not { } document) continue;
            items.Add(document);
            length += document.Bytes.Length;
            if (length > MaxBytes) return (entry.Cursor, items);
        }

        return (slice.Cursor, items);
    }

    private static ReadOnlyMemory<byte> Write(Cursor cursor, bool isRecovered, List<Document> items)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WriteString("cursor", cursor.ToString());
            json.WriteBoolean("recovered", isRecovered);
            json.WriteStartArray("items");
            foreach (var item in items) json.WriteRawValue(item.Bytes.Span, skipInputValidation: true);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return memory.ToArray();
    }
}
