using System.Text.Json.Serialization;

namespace NewsHub.Wire;

/// <summary>JSON format of the wire's records in the database and in messages to readers: camelCase, nulls omitted. It may only be extended.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeJson)])]
[JsonSerializable(typeof(Entry))]
[JsonSerializable(typeof(WireArticle))]
[JsonSerializable(typeof(WirePost))]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(IReadOnlyList<Entry>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(Outputs.WireOutputState))]
public sealed partial class WireJson : JsonSerializerContext;
