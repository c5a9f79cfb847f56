using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NewsHub.Wire;

/// <summary>
/// A position on the wire: the reader has everything up to and including it. Clients treat it as opaque text
/// (<c>7f3a90c1.42</c>). The epoch changes when a database is created or restored, so that cursors of an earlier epoch are detected.
/// </summary>
[GenerateSerializer, Immutable, Alias("wire.cursor"), JsonConverter(typeof(CursorJson))]
public readonly record struct Cursor([property: Id(0)] string Epoch, [property: Id(1)] long Sequence)
{
    /// <summary>The text form as a regular expression.</summary>
    public const string Pattern = "^[0-9a-z]{1,32}[.][0-9]{1,19}$";

    private const int MaxLength = 64;

    /// <summary>Parses the text form: an epoch of 1 to 32 lower-case letters and digits, a dot and a non-negative number.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Cursor cursor)
    {
        cursor = default;
        if (text is null or { Length: > MaxLength }) return false;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot is < 1 or > 32 || text.AsSpan(0, dot).ContainsAnyExcept(EpochCharacters)) return false;
        if (!long.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)) return false;
        cursor = new Cursor(text[..dot], sequence);
        return true;
    }

    /// <exception cref="FormatException">The text is not a cursor.</exception>
    public static Cursor Parse(string text) =>
        TryParse(text, out var cursor) ? cursor : throw new FormatException("A cursor looks like 7f3a90c1.42.");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}.{Sequence}");

    private static readonly System.Buffers.SearchValues<char> EpochCharacters =
        System.Buffers.SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz");
}

/// <summary>Reads and writes a cursor as text.</summary>
public sealed class CursorJson : JsonConverter<Cursor>
{
    public override Cursor Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Cursor.TryParse(reader.GetString(), out var cursor) ? cursor : throw new JsonException("A cursor looks like 7f3a90c1.42.");

    public override void Write(Utf8JsonWriter writer, Cursor value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
