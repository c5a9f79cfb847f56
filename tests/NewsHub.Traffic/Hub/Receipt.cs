using System.Globalization;

namespace NewsHub.Traffic.Hub;

/// <summary>What the hub answers to a command that it carried out.</summary>
internal sealed record Receipt(string Id, int Version, string Status, string? Cursor)
{
    /// <summary>From a server that gives none.</summary>
    public static readonly Receipt None = new("", 0, "", null);

    /// <summary>The number of the entry that tells readers; null: they are not told.</summary>
    public long? Sequence => Cursor is null ? null : SequenceOf(Cursor);

    /// <summary>The number in a cursor, <c>epoch.sequence</c>.</summary>
    public static long SequenceOf(string cursor) => long.Parse(cursor.AsSpan(cursor.LastIndexOf('.') + 1), CultureInfo.InvariantCulture);
}
