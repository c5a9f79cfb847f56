using System.Text.Json;
using System.Text.Json.Serialization;

namespace NewsHub.Wire;

/// <summary>An alert level by its name. One that a later version stored is read as the least loud: an unreadable level must not stop the wire.</summary>
public sealed class KnownAlertJson : JsonConverter<AlertLevel?>
{
    public override AlertLevel? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Enum.TryParse<AlertLevel>(reader.GetString(), ignoreCase: true, out var level) ? level : AlertLevel.Urgent;

    public override void Write(Utf8JsonWriter writer, AlertLevel? value, JsonSerializerOptions options)
    {
        if (value is { } level) writer.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(level.ToString()));
        else writer.WriteNullValue();
    }
}
