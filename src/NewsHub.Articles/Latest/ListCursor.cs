using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NewsHub.Wire;

namespace NewsHub.Articles.Latest;

/// <summary>Where a page of a list ends. Clients treat it as opaque text: epoch, date and sequence, such as <c>7f3a90c1.1764162000000.42</c>.</summary>
public readonly record struct ListCursor(string Epoch, ListPosition Position)
{
    /// <summary>Parses the text form. False for any other text and for a cursor of another epoch.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, string epoch, out ListCursor cursor)
    {
        cursor = default;
        if (text?.Split('.', 4) is not [var textEpoch, var at, var sequence] || textEpoch != epoch) return false;
        if (!long.TryParse(at, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var atNumber)) return false;
        if (!long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var sequenceNumber)) return false;
        cursor = new ListCursor(epoch, new ListPosition(atNumber, sequenceNumber));
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}.{Position.At}.{Position.Sequence}");
}
