using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NewsHub.Wire;

/// <summary>
/// A place on the wire: everything up to and including <see cref="Sequence"/> has been seen. Opaque text to clients
/// (<c>7f3a90c1.42</c>); the epoch changes when a database is new or restored, so that a cursor of another life is noticed.
/// </summary>
[GenerateSerializer, Immutable, Alias("wire.cursor"), JsonConverter(typeof(CursorJson))]
public readonly record struct Cursor([property: Id(0)] string Epoch, [property: Id(1)] long Sequence)
{
    private const int MaxLength = 64;

    /// <summary>Reads the text form: an epoch of 1 to 32 lower-case letters and digits, a dot, a number from 0.</summary>
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

    /// <exception cref="FormatException">The text is no cursor.</exception>
    public static Cursor Parse(string text) =>
        TryParse(text, out var cursor) ? cursor : throw new FormatException("A cursor looks like 7f3a90c1.42.");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}.{Sequence}");

    private static readonly System.Buffers.SearchValues<char> EpochCharacters =
        System.Buffers.SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz");
}

/// <summary>A cursor as text.</summary>
public sealed class CursorJson : JsonConverter<Cursor>
{
    public override Cursor Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Cursor.TryParse(reader.GetString(), out var cursor) ? cursor : throw new JsonException("A cursor looks like 7f3a90c1.42.");

    public override void Write(Utf8JsonWriter writer, Cursor value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
