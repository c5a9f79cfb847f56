using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace NewsHub.Tests.Deploying;

/// <summary>The files of <c>deploy/</c>.</summary>
internal static class DeployFiles
{
    public static string PathOf(params string[] parts) => Repository.PathOf(["deploy", .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(PathOf(parts));

    /// <summary>Reads YAML as JSON; a duplicate key is an error.</summary>
    public static JsonNode Yaml(params string[] parts)
    {
        using var text = new StringReader(Read(parts));
        var tree = new DeserializerBuilder().WithDuplicateKeyChecking().WithAttemptingUnquotedStringTypeDeserialization().Build()
            .Deserialize<object>(new MergingParser(new Parser(text)));
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(tree))!;
    }

    /// <summary>The items of a list, or a single value, as text.</summary>
    public static string[] Texts(this JsonNode? node) => node switch
    {
        null => [],
        JsonArray list => [.. list.Select(item => item!.ToString())],
        _ => [node.ToString()],
    };

    /// <summary>The keys of a mapping.</summary>
    public static string[] Names(this JsonNode? node) => node is JsonObject mapping ? [.. mapping.Select(pair => pair.Key)] : [];
}
