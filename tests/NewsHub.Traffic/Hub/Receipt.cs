using System.Globalization;

namespace NewsHub.Traffic.Hub;

/// <summary>The response to an accepted command.</summary>
internal sealed record Receipt(string Id, int Version, string Status, string? Cursor)
{
    /// <summary>Stands for the response of a server without receipts.</summary>
    public static readonly Receipt None = new("", 0, "", null);

    /// <summary>Sequence number of the resulting wire entry; null if there is none.</summary>
    public long? Sequence => Cursor is null ? null : SequenceOf(Cursor);

    /// <summary>The sequence number in a cursor, <c>epoch.sequence</c>.</summary>
    public static long SequenceOf(string cursor) => long.Parse(cursor.AsSpan(cursor.LastIndexOf('.') + 1), CultureInfo.InvariantCulture);
}
