using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace NewsHub.EndToEndTests;

/// <summary>The parts of a cursor. Cursors are opaque to clients; tests parse them to compare sequence numbers.</summary>
public readonly record struct WireCursor(string Epoch, long Seq)
{
    public static WireCursor Parse(string cursor)
    {
        var dot = cursor.IndexOf('.', StringComparison.Ordinal);
        return new WireCursor(cursor[..dot], long.Parse(cursor.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}.{Seq}");
}

/// <summary>A wire entry as a client reads it.</summary>
public sealed record Entry(string Cursor, long Seq, string Kind, Card Article, PostCard? Post = null);

public sealed record Card(string Id, int Version, string? Headline);

/// <summary>A post of a live blog.</summary>
public sealed record PostCard(string Id, int Version, string State, string? Title);

/// <summary>The entries after a cursor, as any transport returns them.</summary>
public sealed record Slice(string Cursor, bool Recovered, Entry[] Entries)
{
    public static Slice Of(JsonElement json) => json.Deserialize<Slice>(JsonSerializerOptions.Web)!;
}

internal static class Wire
{
    private const int Page = 500;

    /// <summary>Long-poll timeout in seconds. An entry acknowledged by another hub must arrive within it.</summary>
    private const int WaitSeconds = 20;

    /// <summary>Reads the whole wire page by page from its start, at least up to <paramref name="upTo"/>.</summary>
    public static Task<List<Entry>> ReadAll(HttpClient http, WireCursor upTo) => ReadAfter(http, new WireCursor(upTo.Epoch, 0), upTo.Seq);

    /// <summary>Reads the entries after a cursor page by page, at least up to <paramref name="upTo"/>.</summary>
    public static async Task<List<Entry>> ReadAfter(HttpClient http, WireCursor after, long upTo = 0)
    {
        var entries = new List<Entry>();
        for (var cursor = after.ToString(); ;)
        {
            var isReached = WireCursor.Parse(cursor).Seq >= upTo;
            var slice = (await http.GetFromJsonAsync<Slice>($"/api/wire?after={cursor}&limit={Page}&wait={(isReached ? 0 : WaitSeconds)}", JsonSerializerOptions.Web))!;
            if (!slice.Recovered) throw new InvalidOperationException($"The wire could not be continued from {cursor}.");
            if (slice.Entries.Length == 0 && isReached) return entries;
            if (slice.Cursor == cursor) throw new TimeoutException($"The wire ends at {cursor}, but {upTo} was acknowledged.");
            entries.AddRange(slice.Entries);
            cursor = slice.Cursor;
        }
    }

    /// <summary>The cursor of the newest entry.</summary>
    public static async Task<WireCursor> CurrentCursor(HttpClient http) =>
        WireCursor.Parse((await http.GetFromJsonAsync<Slice>("/api/wire?limit=1", JsonSerializerOptions.Web))!.Cursor);
}
