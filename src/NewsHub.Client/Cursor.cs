using System.Globalization;

namespace NewsHub.Client;

/// <summary>A cursor taken apart, to tell later from earlier: <c>7f3a90c1.42</c> is the 42nd entry of that life of the hub.</summary>
internal readonly record struct Cursor(string Epoch, long Seq)
{
    /// <summary>Null: it is none.</summary>
    public static Cursor? Parse(string? text)
    {
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return dot > 0 && long.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            ? new Cursor(text![..dot], seq)
            : null;
    }
}
