using System.Text.Json.Nodes;
using Json.Schema;
using Xunit;

namespace NewsHub.Tests.Api.Descriptions;

/// <summary>Validates JSON against the schemas of a document. Fields that a schema does not name are errors, except in problem details.</summary>
internal sealed class SchemaCheck
{
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly string _dialect;
    private readonly JsonNode _definitions;

    public SchemaCheck(JsonNode document, string dialect = "https://json-schema.org/draft/2020-12/schema")
    {
        _dialect = dialect;
        _definitions = document["components"]!["schemas"]!.DeepClone();
        foreach (var (name, schema) in _definitions.AsObject())
            if (name is not "Problem") Close(schema);
    }

    public void Validate(JsonNode schema, JsonNode? value, string of)
    {
        var root = new JsonObject { ["$schema"] = _dialect, ["$defs"] = _definitions.DeepClone(), ["allOf"] = new JsonArray(schema.DeepClone()) };
        var result = JsonSchema.FromText(root.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal)).Evaluate(value, Options);
        var errors = result.Details.Where(detail => detail.HasErrors).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"));
        Assert.True(result.IsValid, $"{of} does not match its schema.\n{string.Join('\n', errors)}\n{value?.ToJsonString()}");
    }

    private static void Close(JsonNode? schema)
    {
        if (schema is JsonArray items)
        {
            foreach (var item in items) Close(item);
        }
        else if (schema is JsonObject fields)
        {
            foreach (var (_, field) in fields.ToArray()) Close(field);
            if (fields["properties"] is JsonObject) fields["additionalProperties"] = false;
        }
    }
}
