using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NewsHub.Articles;
using NewsHub.Trending;
using NewsHub.Wire;
using Orleans.Serialization;
using Xunit;

namespace NewsHub.Tests.House;

/// <summary>
/// Messages between hubs are readable by adjacent versions. A golden file holds the bytes of a message and its values. The bytes are never edited;
/// property names follow renames in the code. A message that grows must still be read from its old files.
/// </summary>
public sealed class MessageCompatibilityTests
{
    private static readonly Assembly[] Code = [typeof(WireSetup).Assembly, typeof(ArticlesSetup).Assembly, typeof(TrendingSetup).Assembly];
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, Type> Messages = Code.SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false) && !type.IsAbstract && !type.IsSubclassOf(typeof(Exception)))
        .ToDictionary(type => type.GetCustomAttribute<AliasAttribute>(inherit: false)!.Alias);

    private static readonly Serializer Serializer = new ServiceCollection().AddSerializer(serializer =>
    {
        foreach (var assembly in Code.Append(typeof(MessageCompatibilityTests).Assembly)) serializer.AddAssembly(assembly);
    }).BuildServiceProvider().GetRequiredService<Serializer>();

    public static TheoryData<string> Aliases { get; } = [.. Messages.Keys.Order()];

    public static TheoryData<string> Files { get; } =
        [.. Directory.EnumerateFiles(Repository.PathOf("tests", "wire", "grains"), "*.json").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Aliases))]
    public void Every_field_of_a_message_is_in_a_golden_file(string alias)
    {
        var sample = Sample.Of(Messages[alias], 0);
        var says = ValuesOf(sample);
        string[] files = [.. Directory.EnumerateFiles(Repository.PathOf("tests", "wire", "grains"), $"{alias}-v*.json")];
        if (files.Length > 0 && FieldsOf(says).IsSubsetOf(files.SelectMany(file => FieldsOf(JsonNode.Parse(File.ReadAllText(file))!["says"])))) return;
        var added = Repository.PathOf("tests", "wire", "grains", $"{alias}-v{files.Length + 1}.json");
        var golden = new JsonObject { ["bytes"] = Convert.ToBase64String(Serializer.SerializeToArray<object>(sample)), ["says"] = says };
        File.WriteAllText(added, golden.ToJsonString(Readable) + "\n");
        Assert.Fail($"{added} was missing and has been created: review and commit it.");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Message_of_an_earlier_hub_keeps_its_values(string file)
    {
        var golden = JsonNode.Parse(File.ReadAllText(Repository.PathOf("tests", "wire", "grains", file)))!;
        var message = Serializer.Deserialize<object>(Convert.FromBase64String(golden["bytes"]!.GetValue<string>()))!;

        Assert.True(Contains(ValuesOf(message), golden["says"]), $"{file} is now read as:\n{ValuesOf(message)!.ToJsonString(Readable)}");
    }

    [Fact]
    public void Fields_added_by_a_later_hub_are_ignored()
    {
        var later = new LaterReceipt("ferry", 2, "published", new Cursor("7f3a90c1", 42), "news", new LaterImage("https://harbour.example/ferry.jpg"));

        var receipt = Serializer.Deserialize<Receipt>(Serializer.SerializeToArray(later));

        Assert.Equal(new Receipt("ferry", 2, "published", new Cursor("7f3a90c1", 42)), receipt);
    }

    private static JsonNode? ValuesOf(object message) => JsonSerializer.SerializeToNode(message, message.GetType());

    private static HashSet<string> FieldsOf(JsonNode? message) => message is JsonObject fields ? [.. fields.Select(field => field.Key)] : [];

    // The message may have additional fields.
    private static bool Contains(JsonNode? actual, JsonNode? expected) => (actual, expected) switch
    {
        (JsonObject more, JsonObject less) => less.All(field => more.ContainsKey(field.Key) && Contains(more[field.Key], field.Value)),
        (JsonArray one, JsonArray other) => one.Count == other.Count && one.Zip(other).All(pair => Contains(pair.First, pair.Second)),
        _ => JsonNode.DeepEquals(actual, expected),
    };
}

/// <summary>A receipt with fields that a later hub might add.</summary>
[GenerateSerializer, Alias("tests.laterReceipt")]
internal sealed record LaterReceipt(
    [property: Id(0)] string Id, [property: Id(1)] int Version, [property: Id(2)] string Status, [property: Id(3)] Cursor? Cursor,
    [property: Id(40)] string Section, [property: Id(41)] LaterImage Image);

/// <summary>A type that earlier hubs do not know.</summary>
[GenerateSerializer, Alias("tests.laterImage")]
internal sealed record LaterImage([property: Id(0)] string Url);
