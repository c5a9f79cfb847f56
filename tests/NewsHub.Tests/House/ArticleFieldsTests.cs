using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using NewsHub.Articles;
using NewsHub.Articles.Drafts;
using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;
using Xunit;
using ClientJson = NewsHub.Client.ClientJson;

namespace NewsHub.Tests.House;

/// <summary>Follows each field of an article: draft, article, wire, golden files and clients.</summary>
public sealed class ArticleFieldsTests
{
    private static readonly Actor Harbour = new("harbour", MayEditOthers: false);
    private static readonly DateTimeOffset Later = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The latest stored form of an article.</summary>
    private static readonly string Stored = File.ReadAllText(StoredFiles("article-v*.json").Order().Last());

    private static readonly Article Complete = JsonSerializer.Deserialize(Stored, ArticleJson.Default.Article)!;

    // The status of a draft is a request; the rules decide the status of the article.
    public static TheoryData<string> FieldsOfDraft { get; } = [.. typeof(Draft).GetProperties().Select(field => field.Name).Where(name => name != nameof(Draft.Status))];

    public static TheoryData<string> FieldsOfWire { get; } = [.. typeof(WireArticle).GetProperties().Select(field => field.Name)];

    [Theory]
    [MemberData(nameof(FieldsOfDraft))]
    public void Field_of_a_draft_reaches_the_article(string field)
    {
        var draft = (Draft)Sample.Of(typeof(Draft), 0) with { Status = null, ClearsPublishAt = false, ClearsEmbargo = false };
        var empty = Next(null, new Create(new Draft()) { Actor = Harbour });

        Assert.Equal(Value(draft, field), Value(Next(null, new Create(draft) { Actor = Harbour }), field));
        Assert.Equal(Value(draft, field), Value(Next(empty, new Replace(draft) { Actor = Harbour }), field));
    }

    [Theory]
    [MemberData(nameof(FieldsOfDraft))]
    public void Field_of_a_draft_is_read_from_a_request(string field) => Assert.Equal(Value(Complete, field), Value(Read(Stored), field));

    [Theory]
    [MemberData(nameof(FieldsOfDraft))]
    public void Correction_without_a_field_keeps_it(string field)
    {
        var corrected = Next(Complete, new Correct("The boat sails on Tuesdays.", Read("{}", Complete)) { Actor = Harbour });

        Assert.Equal(Value(Complete, field), Value(corrected, field));
    }

    [Fact]
    public void Every_field_of_an_article_is_in_a_golden_file() => Assert.Superset(
        ArticleJson.Default.Article.Properties.Where(field => field.Get is not null).Select(field => field.Name).ToHashSet(),
        StoredFiles("article-*.json").SelectMany(file => FieldsOf(JsonNode.Parse(File.ReadAllText(file)))).ToHashSet());

    [Theory]
    [MemberData(nameof(FieldsOfWire))]
    public void Field_of_the_wire_is_filled_from_the_article(string field) =>
        Assert.NotEqual(Value(WireArticle.Bare("", 0), field), Value(ArticleCard.Of(Complete with { CreatedAt = Later, Corrections = [new Correction(Later, "Tuesdays.")] }), field));

    [Theory]
    [MemberData(nameof(FieldsOfWire))]
    public void Field_of_the_wire_is_in_a_golden_entry(string field) => Assert.Contains(
        JsonName(field),
        Directory.EnumerateFiles(Repository.PathOf("tests", "wire"), "entry-*.json").SelectMany(file => FieldsOf(JsonNode.Parse(File.ReadAllText(file))!["article"])));

    [Theory]
    [MemberData(nameof(FieldsOfWire))]
    public void Field_of_the_wire_is_known_to_the_client(string field) =>
        Assert.Contains(JsonName(field), ClientJson.Default.Article.Properties.Select(known => known.Name));

    [Theory]
    [MemberData(nameof(FieldsOfWire))]
    public void Field_of_the_wire_is_known_to_the_browser(string field)
    {
        var code = File.ReadAllText(Repository.PathOf("src", "newshub-client", "src", "wire.ts"));
        var body = Regex.Match(code, @"^export interface WireArticle \{$(.*?)^\}$", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;

        Assert.Contains(JsonName(field), Regex.Matches(body, @"^  readonly (\w+)\??: ", RegexOptions.Multiline).Select(known => known.Groups[1].Value));
    }

    private static Article Next(Article? article, ArticleCommand command) =>
        Assert.IsType<Decision.Change>(ArticleRules.Decide("ferry-returns", article, command, Later)).Next;

    private static Draft Read(string json, Article? before = null)
    {
        using var body = JsonDocument.Parse(json);
        var draft = new DraftReader(new Sections(Options.Create(new ArticlesOptions()))).Read(body.RootElement, out var errors, before);
        Assert.Empty(errors);
        return draft;
    }

    private static object? Value(object record, string field) =>
        (record.GetType().GetProperty(field) ?? throw new MissingMemberException(record.GetType().Name, field)).GetValue(record);

    private static string JsonName(string field) => JsonNamingPolicy.CamelCase.ConvertName(field);

    private static IEnumerable<string> FieldsOf(JsonNode? json) => json!.AsObject().Select(field => field.Key);

    private static IEnumerable<string> StoredFiles(string pattern) => Directory.EnumerateFiles(Repository.PathOf("tests", "wire", "stored"), pattern);
}
