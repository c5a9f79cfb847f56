using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace NewsHub.Tests.Api.Descriptions;

/// <summary>The AsyncAPI document as JSON.</summary>
internal sealed class AsyncApi
{
    private readonly SchemaCheck _schemas;

    public AsyncApi(string yaml)
    {
        Document = ToJson(new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize(new StringReader(yaml)))!;
        _schemas = new SchemaCheck(Document, SchemaCheck.Draft7);
    }

    public JsonNode Document { get; }

    public JsonObject Operations => Document["operations"]!.AsObject();

    public JsonObject Messages => Document["components"]!["messages"]!.AsObject();

    /// <summary>The names of the messages of an operation or a reply.</summary>
    public IEnumerable<string> MessagesOf(JsonNode operation) => operation["messages"]!.AsArray().Select(message => (string)Resolve(Resolve(message!))["name"]!);

    public void Validate(string message, JsonNode? payload) => _schemas.Validate(Messages[message]!["payload"]!, payload, message);

    /// <summary>What a reference stands for; the node itself if it is none.</summary>
    public JsonNode Resolve(JsonNode node) => (string?)node["$ref"] is { } reference
        ? reference.Split('/').Skip(1).Aggregate(Document, (found, name) => found[name] ?? throw new KeyNotFoundException(reference))
        : node;

    /// <summary>All references in the document.</summary>
    public static IEnumerable<JsonNode> References(JsonNode? node) => node switch
    {
        JsonObject fields when fields.ContainsKey("$ref") => [fields],
        JsonObject fields => fields.SelectMany(field => References(field.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private static JsonNode? ToJson(object? yaml) => yaml switch
    {
        null => null,
        IDictionary fields => new JsonObject(fields.Keys.Cast<object>().Select(key => KeyValuePair.Create(key.ToString()!, ToJson(fields[key])))),
        string text => JsonValue.Create(text),
        IList items => new JsonArray([.. items.Cast<object?>().Select(ToJson)]),
        _ => JsonSerializer.SerializeToNode(yaml, yaml.GetType()),
    };
}
