using System.Text.Json.Serialization;

namespace NewsHub.Wire;

/// <summary>How the wire's records are written, in the database and to readers alike: camelCase, nulls left out, additive.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeJson)])]
[JsonSerializable(typeof(Entry))]
[JsonSerializable(typeof(WireArticle))]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(IReadOnlyList<Entry>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
public sealed partial class WireJson : JsonSerializerContext;
