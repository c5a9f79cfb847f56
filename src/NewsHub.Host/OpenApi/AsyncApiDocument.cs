using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace NewsHub.Host.OpenApi;

/// <summary>
/// The AsyncAPI document of live push: <c>docs/asyncapi.yaml</c>, in which <c>!message NAME</c> stands for an example (<see cref="ExampleFiles"/>) and
/// <c>!schemas</c> for the schemas of the OpenAPI document that it refers to. They are inserted as JSON, which is YAML, too.
/// </summary>
internal sealed partial class AsyncApiDocument([FromKeyedServices("v1")] IOpenApiDocumentProvider openApi)
{
    public const string Path = "/asyncapi.yaml";

    public const string MediaType = "application/yaml"; // RFC 9512

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Task<string>? _text;

    public Task<string> Text() => _text ??= Compose();

    private async Task<string> Compose()
    {
        var document = await openApi.GetOpenApiDocumentAsync();
        var known = JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1))!["components"]!["schemas"]!.AsObject();
        var template = await Read();
        return Insertion().Replace(template, match => $"{match.Groups["line"]}{Indent(
            match.Groups["name"] is { Success: true, Value: var name } ? ExampleFiles.Message(name) : Used(template, known), match.Groups["indent"].Length)}");
    }

    private static string Indent(JsonNode json, int spaces) => json.ToJsonString(Indented).ReplaceLineEndings("\n" + new string(' ', spaces + Indented.IndentSize * 2));

    private static async Task<string> Read()
    {
        using var reader = new StreamReader(typeof(AsyncApiDocument).Assembly.GetManifestResourceStream("asyncapi.yaml")!);
        return await reader.ReadToEndAsync();
    }

    // The schemas that a text refers to, and those that they refer to.
    private static JsonObject Used(string text, JsonObject known)
    {
        var used = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var texts = new Stack<string>([text]); texts.TryPop(out var next);)
            foreach (Match reference in Reference().Matches(next))
                if (used.TryAdd(reference.Groups[1].Value, known[reference.Groups[1].Value]!.ToJsonString())) texts.Push(used[reference.Groups[1].Value]);
        return new JsonObject(used.Select(schema => KeyValuePair.Create(schema.Key, JsonNode.Parse(schema.Value))));
    }

    [GeneratedRegex("^(?<line>(?<indent> *).*)!(schemas|message (?<name>[A-Za-z/-]+))$", RegexOptions.Multiline)]
    private static partial Regex Insertion();

    [GeneratedRegex("#/components/schemas/([A-Za-z]+)")]
    private static partial Regex Reference();
}
