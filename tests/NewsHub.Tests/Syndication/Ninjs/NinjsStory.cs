using System.Text.Json;

namespace NewsHub.Tests.Syndication.Ninjs;

/// <summary>An article as a receiver of ninjs understands it, whatever the version; and as the hub's own API has it.</summary>
internal sealed record NinjsStory(
    string Uri, string Version, string Status, string? Headline, string? Summary, string? Dateline, string? Html, string? By, string? Language, int? Urgency,
    DateTimeOffset FirstCreated, DateTimeOffset VersionCreated, string? Page, string? Source, string Terms, string? Picture, string? Alert, string Corrections)
{
    public static NinjsStory OfArticle(JsonElement article, string uri, Uri hub) => new(
        uri, article.GetProperty("version").GetRawText(), "usable", Text(article, "headline"), Text(article, "summary"), Text(article, "dateline"), Text(article, "bodyHtml"),
        Text(article, "byline"), Text(article, "language"), article.GetProperty("urgency").GetInt32(), article.GetProperty("publishedAt").GetDateTimeOffset(),
        article.GetProperty("updatedAt").GetDateTimeOffset(), Absolute(hub, Text(article, "url")!),
        Find(article, "source") is { } source ? $"{Text(source, "name")} {Text(source, "url")}" : null,
        Join(article.GetProperty("tags").EnumerateArray().Select(tag => $"tag {tag}").Prepend($"section {Text(article, "section")}")),
        Find(article, "image") is { } image ? $"{new Uri(Text(image, "url")!).AbsoluteUri} {Text(image, "alt")} {Text(image, "credit")} {Number(image, "width")}x{Number(image, "height")}" : null,
        Find(article, "alertUntil") is null ? null : Text(article, "alert"),
        Join(article.GetProperty("corrections").EnumerateArray().Select(correction => $"{Text(correction, "note")} {correction.GetProperty("at").GetDateTimeOffset():O}")));

    public static NinjsStory Read(string version, string document)
    {
        var item = JsonElement.Parse(document);
        return version is "1.6" ? Read1(item) : Read(item, version is "2.2" ? name => name.ToLowerInvariant() : name => name);
    }

    private static NinjsStory Read(JsonElement item, Func<string, string> name)
    {
        var associations = Items(item, "associations").ToArray();
        var picture = associations.Where(other => Text(other, "type") == "picture").Select(other => (JsonElement?)other).FirstOrDefault();
        var file = picture is { } found ? Items(found, "renditions").Single() : default;
        return new NinjsStory(
            Text(item, "uri")!, Text(item, "version")!, Text(item, name("pubStatus"))!, OfRole(item, "headlines", "main"), OfRole(item, "descriptions", "summary"),
            OfRole(item, "descriptions", "dateline"), OfRole(item, "bodies", "main"), Text(item, "by"), Text(item, "language"), Number(item, "urgency"),
            item.GetProperty(name("firstCreated")).GetDateTimeOffset(), item.GetProperty(name("versionCreated")).GetDateTimeOffset(),
            Items(item, "renditions").Select(rendition => Text(rendition, "href")).SingleOrDefault(),
            Items(item, name("infoSources")).Select(source => $"{Text(source, "name")} {Items(source, name("contactInfo")).Select(contact => Text(contact, "value")).SingleOrDefault()}").SingleOrDefault(),
            Join(Items(item, "subjects").Select(subject => $"{Text(subject, "rel")} {Text(subject, "literal")}")),
            picture is { } image ? $"{Text(file, "href")} {OfRole(image, "descriptions", "alt")} {Text(image, "by")} {Number(file, "width")}x{Number(file, "height")}" : null,
            Items(item, "genres").Select(genre => Text(genre, "literal")).SingleOrDefault(),
            Join(associations.Where(other => Text(other, "name")!.StartsWith("correction_", StringComparison.Ordinal))
                .Select(other => $"{OfRole(other, "bodies", "correction")} {other.GetProperty(name("versionCreated")).GetDateTimeOffset():O}")));
    }

    private static NinjsStory Read1(JsonElement item)
    {
        var associations = Find(item, "associations") is { } all ? all.EnumerateObject().ToArray() : [];
        var picture = Find(item, "associations") is { } others ? Find(others, "picture") : null;
        var file = picture is { } found ? found.GetProperty("renditions").GetProperty("main") : default;
        return new NinjsStory(
            Text(item, "uri")!, Text(item, "version")!, Text(item, "pubstatus")!, Text(item, "headline"), Text(item, "description_summary"), Text(item, "description_dateline"),
            Text(item, "body_html"), Text(item, "byline"), Text(item, "language"), Number(item, "urgency"), item.GetProperty("firstcreated").GetDateTimeOffset(),
            item.GetProperty("versioncreated").GetDateTimeOffset(), Find(item, "renditions") is { } pages ? Text(pages.GetProperty("web"), "href") : null,
            Items(item, "infosource").Select(source => $"{Text(source, "name")} {Items(source, "contactinfo").Select(contact => Text(contact, "value")).SingleOrDefault()}").SingleOrDefault(),
            Join(Items(item, "subject").Select(subject => $"{Text(subject, "rel")} {Text(subject, "code")}")),
            picture is { } image ? $"{Text(file, "href")} {Text(image, "description_alt")} {Text(image, "byline")} {Number(file, "width")}x{Number(file, "height")}" : null,
            Items(item, "genre").Select(genre => Text(genre, "code")).SingleOrDefault(),
            Join(associations.Where(other => other.Name.StartsWith("correction_", StringComparison.Ordinal))
                .Select(other => $"{Text(other.Value, "body_text")} {other.Value.GetProperty("versioncreated").GetDateTimeOffset():O}")));
    }

    private static string? OfRole(JsonElement item, string name, string role) => Items(item, name).Where(text => Text(text, "role") == role).Select(text => Text(text, "value")).SingleOrDefault();

    private static IEnumerable<JsonElement> Items(JsonElement item, string name) => Find(item, name)?.EnumerateArray() ?? Enumerable.Empty<JsonElement>();

    private static JsonElement? Find(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement item, string name) => Find(item, name)?.GetString();

    private static int? Number(JsonElement item, string name) => Find(item, name)?.GetInt32();

    private static string Join(IEnumerable<string> texts) => string.Join('\n', texts);

    private static string Absolute(Uri hub, string path) => new Uri(hub, path).AbsoluteUri;
}
