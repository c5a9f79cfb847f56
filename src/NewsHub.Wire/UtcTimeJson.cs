using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NewsHub.Wire;

/// <summary>Reads ISO 8601 times and writes them in UTC with milliseconds: <c>2026-11-23T21:45:00.123Z</c>.</summary>
public sealed class UtcTimeJson : JsonConverter<DateTimeOffset>
{
    /// <summary>A time without an offset is read as UTC.</summary>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String
        && DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : throw new JsonException("A time looks like 2026-11-23T21:45:00Z.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
}
