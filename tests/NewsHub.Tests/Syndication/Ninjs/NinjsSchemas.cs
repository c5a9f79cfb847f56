using System.Text.Json.Nodes;
using Json.Schema;
using Xunit;

namespace NewsHub.Tests.Syndication.Ninjs;

/// <summary>The schemas that the IPTC publishes for ninjs, in this folder with their licence.</summary>
internal static class NinjsSchemas
{
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private static readonly Dictionary<string, JsonSchema> ByVersion = new[] { "3.1", "2.2", "1.6" }.ToDictionary(version => version, Load);

    public static void Validate(string version, string document)
    {
        var result = ByVersion[version].Evaluate(JsonNode.Parse(document), Options);
        var errors = result.Details.Where(detail => detail.HasErrors).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"));
        Assert.True(result.IsValid, $"Not ninjs {version}.\n{string.Join('\n', errors)}\n{document}");
    }

    // GeoJSON, to which the schemas refer for places, is another standard, and the hub sends no places.
    static NinjsSchemas() => SchemaRegistry.Global.Register(new Uri("https://geojson.org/schema/GeoJSON.json"), JsonSchema.False);

    private static JsonSchema Load(string version) =>
        JsonSchema.FromFile(Repository.PathOf("tests", "NewsHub.Tests", "Syndication", "Ninjs", $"ninjs-schema_{version}.json"));
}
