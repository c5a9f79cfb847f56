using System.Text.Json.Nodes;

namespace NewsHub.Tests.Api.Descriptions;

/// <summary>An operation of the OpenAPI document.</summary>
internal sealed record ApiOperation(string Method, string Path, JsonNode Description)
{
    public string Name => $"{Method} {Path}";

    public string Id => (string?)Description["operationId"] ?? "";

    /// <summary>The scope of the key that the operation requires; null if it requires none.</summary>
    public string? Scope => Description["security"]?.AsArray() is [{ } required] ? (string?)required["key"]?[0] : null;

    public IEnumerable<JsonNode> Parameters => Description["parameters"]?.AsArray().OfType<JsonNode>() ?? [];

    public JsonNode? Body => Description["requestBody"]?["content"]?["application/json"];

    public JsonObject Responses => Description["responses"]!.AsObject();

    /// <summary>The status of the example: the success that has an example, or the only success.</summary>
    public string Success
    {
        get
        {
            var successes = Responses.Where(response => response.Key[0] == '2').ToArray();
            return successes.FirstOrDefault(response => ContentOf(response.Value)?["example"] is not null, successes[0]).Key;
        }
    }

    public static IReadOnlyList<ApiOperation> All(JsonNode document) =>
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           select new ApiOperation(operation.Key.ToUpperInvariant(), path.Key, operation.Value!),
    ];

    public static JsonNode? ContentOf(JsonNode? response) => response?["content"]?.AsObject().FirstOrDefault().Value;

    /// <summary>The path and query of the examples, with another id.</summary>
    public string Address(string? id)
    {
        var path = Parameters.Where(parameter => (string?)parameter["in"] == "path").Aggregate(
            Path, (text, parameter) => text.Replace($"{{{parameter["name"]}}}", (string?)parameter["name"] == "id" && id is not null ? id : $"{parameter["example"]}", StringComparison.Ordinal));
        var query = Parameters.Where(parameter => (string?)parameter["in"] == "query" && parameter["example"] is not null)
            .Select(parameter => $"{parameter["name"]}={Uri.EscapeDataString($"{parameter["example"]}")}");
        return query.Any() ? $"{path}?{string.Join('&', query)}" : path;
    }

    public (string Name, string Value)[] Headers() =>
    [
        .. Parameters.Where(parameter => (string?)parameter["in"] == "header" && parameter["example"] is not null)
            .Select(parameter => ($"{parameter["name"]}", $"{parameter["example"]}")),
    ];
}
