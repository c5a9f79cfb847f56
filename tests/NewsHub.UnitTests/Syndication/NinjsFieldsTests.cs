using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NewsHub.Articles;
using NewsHub.Syndication;
using NewsHub.Syndication.Ninjs;
using Xunit;

namespace NewsHub.Tests.Syndication;

/// <summary>Every field of an article is in its ninjs documents, or in the list of those that are left out, which the reference has.</summary>
public sealed class NinjsFieldsTests
{
    /// <summary>Also <c>createdAt</c>, which decides only whether the article is from an archive.</summary>
    private static readonly string[] LeftOut =
    [
        "newsroom", "body", "bodyFormat", "alertMinutes", "alertUntil", "publishAt", "embargoedUntil", "createdAt", "revisedAt", "redactedUpTo", "redactions", "topics", "url", "coverage",
    ];

    private static readonly SiteAddress Site = new("https://news.example", "news.example");

    private static readonly Sections Sections = new(Options.Create(new ArticlesOptions()));

    private static string Complete => File.ReadAllText(Directory.EnumerateFiles(Repository.PathOf("tests", "wire", "stored"), "article-v*.json").Order().Last());

    /// <summary>The paths of all values of an article: <c>$.image.alt</c>.</summary>
    public static TheoryData<string> Fields => [.. ValuesIn(JsonNode.Parse(Complete)!).Select(value => value.GetPath()).Where(path => !LeftOut.Contains(path.Split('.', '[')[1]))];

    public static TheoryData<string> Versions => [.. NinjsVersion.All.Select(version => version.Number)];

    [Theory]
    [MemberData(nameof(Fields))]
    public void Field_of_an_article_is_in_every_version(string path)
    {
        var changed = JsonNode.Parse(Complete)!;
        var value = ValuesIn(changed).Single(value => value.GetPath() == path);
        value.ReplaceWith(Other(path, value));

        Assert.All(NinjsVersion.All, version => Assert.NotEqual(Write(version, Complete), Write(version, changed.ToJsonString())));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Fields_that_are_left_out_change_nothing(string version)
    {
        var changed = JsonNode.Parse(Complete)!;
        foreach (var value in ValuesIn(changed).Where(value => LeftOut.Except(["createdAt", "alertUntil"]).Contains(value.GetPath().Split('.', '[')[1])).ToArray())
            value.ReplaceWith(Other(value.GetPath(), value));

        Assert.Equal(Write(NinjsVersion.Find(version)!, Complete), Write(NinjsVersion.Find(version)!, changed.ToJsonString()));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void An_article_from_an_archive_says_so(string version)
    {
        var archived = JsonNode.Parse(Complete)!;
        archived["publishedAt"] = "1999-11-23T21:45:00.123Z";

        Assert.Contains("\"archive\"", Write(NinjsVersion.Find(version)!, archived.ToJsonString()), StringComparison.Ordinal);
        Assert.Contains("tag:news.example,1999:article/ferry-returns", Write(NinjsVersion.Find(version)!, archived.ToJsonString()), StringComparison.Ordinal);
        Assert.DoesNotContain("\"archive\"", Write(NinjsVersion.Find(version)!, Complete), StringComparison.Ordinal);
    }

    private static string Write(NinjsVersion version, string article) => System.Text.Encoding.UTF8.GetString(
        version.Write(NinjsItem.Of(JsonSerializer.Deserialize(article, ArticleJson.Default.Article)!, Site, Sections, version)));

    private static IEnumerable<JsonValue> ValuesIn(JsonNode node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => ValuesIn(field.Value!)),
        JsonArray items => items.SelectMany(item => ValuesIn(item!)),
        JsonValue value => [value],
        _ => throw new InvalidOperationException($"Unexpected {node}."),
    };

    private static JsonValue Other(string path, JsonValue value) => path switch
    {
        "$.status" => JsonValue.Create("withheld"),
        "$.alert" => JsonValue.Create("urgent"),
        "$.bodyFormat" => JsonValue.Create("text"),
        "$.coverage.state" => JsonValue.Create("paused"),
        "$.coverage.order" => JsonValue.Create("newest"),
        _ when value.TryGetValue<int>(out var number) => JsonValue.Create(number + 1),
        _ when value.TryGetValue<DateTimeOffset>(out var time) => JsonValue.Create(time.AddHours(1).ToString("O", CultureInfo.InvariantCulture)),
        _ => JsonValue.Create($"{value}x"),
    };
}
