using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace NewsHub.EndToEndTests;

/// <summary>A cursor taken apart, which clients need not do: tests count.</summary>
public readonly record struct Place(string Epoch, long Seq)
{
    public static Place Parse(string cursor)
    {
        var dot = cursor.IndexOf('.', StringComparison.Ordinal);
        return new Place(cursor[..dot], long.Parse(cursor.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}.{Seq}");
}

/// <summary>A line of the wire as a client reads it.</summary>
public sealed record Entry(string Cursor, long Seq, string Kind, Card Article);

public sealed record Card(string Id, int Version, string? Headline);

/// <summary>An answer to a question for what comes after a cursor, over any transport.</summary>
public sealed record Slice(string Cursor, bool Recovered, Entry[] Entries)
{
    public static Slice Of(JsonElement json) => json.Deserialize<Slice>(JsonSerializerOptions.Web)!;
}

internal static class Wire
{
    private const int Page = 500;

    /// <summary>Seconds that a hub has to hear of what was acknowledged, perhaps by another one.</summary>
    private const int Patience = 20;

    /// <summary>The whole wire by plain catch-up, page by page from the very beginning; it reaches <paramref name="upTo"/> at least.</summary>
    public static Task<List<Entry>> ReadAll(HttpClient http, Place upTo) => ReadAfter(http, new Place(upTo.Epoch, 0), upTo.Seq);

    /// <summary>What comes after a place, page by page, up to <paramref name="upTo"/> at least.</summary>
    public static async Task<List<Entry>> ReadAfter(HttpClient http, Place place, long upTo = 0)
    {
        var entries = new List<Entry>();
        for (var cursor = place.ToString(); ;)
        {
            var isThere = Place.Parse(cursor).Seq >= upTo;
            var slice = (await http.GetFromJsonAsync<Slice>($"/api/wire?after={cursor}&limit={Page}&wait={(isThere ? 0 : Patience)}", JsonSerializerOptions.Web))!;
            if (!slice.Recovered) throw new InvalidOperationException($"The wire could not be continued from {cursor}.");
            if (slice.Entries.Length == 0 && isThere) return entries;
            if (slice.Cursor == cursor) throw new TimeoutException($"The wire stands at {cursor}, though {upTo} was acknowledged.");
            entries.AddRange(slice.Entries);
            cursor = slice.Cursor;
        }
    }

    /// <summary>Where the wire is now.</summary>
    public static async Task<Place> Now(HttpClient http) =>
        Place.Parse((await http.GetFromJsonAsync<Slice>("/api/wire?limit=1", JsonSerializerOptions.Web))!.Cursor);
}
