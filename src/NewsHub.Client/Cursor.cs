using System.Globalization;

namespace NewsHub.Client;

/// <summary>A parsed cursor, to compare positions: <c>7f3a90c1.42</c> is sequence number 42 in epoch <c>7f3a90c1</c>.</summary>
internal readonly record struct Cursor(string Epoch, long Seq)
{
    /// <summary>Returns null if the text is not a cursor.</summary>
    public static Cursor? Parse(string? text)
    {
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return dot > 0 && long.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            ? new Cursor(text![..dot], seq)
            : null;
    }

    /// <summary>True if this position is at or before another one of the same epoch.</summary>
    public bool IsUpTo(Cursor? other) => Epoch == other?.Epoch && Seq <= other.Value.Seq;
}
