using System.Text.Json.Nodes;

namespace NewsHub.Host.OpenApi;

/// <summary>
/// The examples that are embedded in the program: operations from <c>docs/examples</c>, in which the text <c>!message NAME</c> stands for a message
/// of <c>tests/wire</c>, and <c>!message NAME/FIELD</c> for a field of a message or of another example.
/// </summary>
internal static class ExampleFiles
{
    private const string Mark = "!message ";

    /// <summary>The example of an operation; null if it has none.</summary>
    public static OperationExample? Operation(string id) => Find($"examples/{id}.json") is { } example ? new OperationExample(Fill(example)!.AsObject()) : null;

    /// <summary>A message to readers, or a field of one. The clients' tests read the same files.</summary>
    public static JsonNode Message(string name)
    {
        var parts = name.Split('/');
        var message = Find($"wire/{parts[0]}.json") ?? Find($"examples/{parts[0]}.json") ?? throw new InvalidOperationException($"There is no example {parts[0]}.");
        return parts is [_, var field] ? message[field]!.DeepClone() : message;
    }

    private static JsonNode? Fill(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, Fill(field.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Fill)]),
        JsonValue value when value.TryGetValue<string>(out var text) && text.StartsWith(Mark, StringComparison.Ordinal) => Message(text[Mark.Length..]),
        _ => node?.DeepClone(),
    };

    private static JsonNode? Find(string name)
    {
        using var file = typeof(ExampleFiles).Assembly.GetManifestResourceStream(name);
        return file is null ? null : JsonNode.Parse(file);
    }
}

/// <summary>A request and its answer: <c>{"parameters":{"id":"old-ferry"},"body":{…},"status":200,"answer":{…}}</c>.</summary>
internal sealed class OperationExample(JsonObject file)
{
    public JsonNode? Parameter(string name) => file["parameters"]?[name]?.DeepClone();

    public JsonNode? Body => file["body"]?.DeepClone();

    /// <summary>The status of the answer as text, as the document's keys have it.</summary>
    public string Status => file["status"]!.ToString();

    public JsonNode? Answer => file["answer"]?.DeepClone();
}
