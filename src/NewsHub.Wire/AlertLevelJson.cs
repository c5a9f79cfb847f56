using System.Text.Json;
using System.Text.Json.Serialization;

namespace NewsHub.Wire;

/// <summary>Reads and writes an alert level by name. An unknown level, stored by a later version, is read as the lowest, so that it cannot stop the wire.</summary>
public sealed class AlertLevelJson : JsonConverter<AlertLevel?>
{
    public override AlertLevel? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Enum.TryParse<AlertLevel>(reader.GetString(), ignoreCase: true, out var level) ? level : AlertLevel.Urgent;

    public override void Write(Utf8JsonWriter writer, AlertLevel? value, JsonSerializerOptions options)
    {
        if (value is { } level) writer.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(level.ToString()));
        else writer.WriteNullValue();
    }
}
