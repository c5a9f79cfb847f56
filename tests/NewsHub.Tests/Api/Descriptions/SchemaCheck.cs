using System.Text.Json.Nodes;
using Json.Schema;
using Xunit;

namespace NewsHub.Tests.Api.Descriptions;

/// <summary>Validates JSON against the schemas of a document. Fields that a schema does not name are errors, except in problem details.</summary>
internal sealed class SchemaCheck
{
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    /// <summary>The dialect of OpenAPI 3.1.</summary>
    public const string Draft202012 = "https://json-schema.org/draft/2020-12/schema";

    /// <summary>The dialect of AsyncAPI 3.0.</summary>
    public const string Draft7 = "http://json-schema.org/draft-07/schema#";

    private readonly string _dialect;
    private readonly string _keyword;
    private readonly JsonNode _definitions;

    public SchemaCheck(JsonNode document, string dialect)
    {
        (_dialect, _keyword) = (dialect, dialect == Draft7 ? "definitions" : "$defs");
        _definitions = document["components"]!["schemas"]!.DeepClone();
        foreach (var (name, schema) in _definitions.AsObject())
            if (name is not "Problem") Close(schema);
    }

    public void Validate(JsonNode schema, JsonNode? value, string of)
    {
        var root = new JsonObject { ["$schema"] = _dialect, [_keyword] = _definitions.DeepClone(), ["allOf"] = new JsonArray(schema.DeepClone()) };
        var result = JsonSchema.FromText(root.ToJsonString().Replace("#/components/schemas/", $"#/{_keyword}/", StringComparison.Ordinal)).Evaluate(value, Options);
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
