using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NewsHub.Syndication.Formats;

/// <summary>JSON Feed 1.1. Withdrawn articles stay as in <see cref="RssFormat"/>.</summary>
internal sealed class JsonFeedFormat : IFeedFormat
{
    // "Unsafe" inside of HTML, where the document never stands: letters of all scripts and markup stay as they are.
    private static readonly JsonFeedJson Json = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });

    public string File => "feed.json";

    public string Type => "application/feed+json";

    public byte[] Write(Feed feed) => JsonSerializer.SerializeToUtf8Bytes(
        new JsonFeed(
            "https://jsonfeed.org/version/1.1", feed.Title, feed.PageUrl, feed.UrlOf(File), feed.Description, feed.IconUrl, feed.Language,
            [new JsonFeedAuthor(feed.Publisher)], [.. feed.Entries.Select(entry => ItemOf(feed, entry)), .. feed.Withdrawals.Select(ItemOf)]),
        Json.JsonFeed);

    private static JsonFeedItem ItemOf(Feed feed, FeedEntry entry) => new(
        entry.Id, entry.Url, entry.Source?.Url, entry.Title, entry.Content, null, entry.Summary, entry.Picture?.Url,
        XmlDocumentWriter.Rfc3339(entry.PublishedAt), XmlDocumentWriter.Rfc3339(entry.UpdatedAt), [new JsonFeedAuthor(entry.Author ?? feed.Publisher)],
        [entry.Section.Slug, .. entry.Tags], entry.Language,
        entry.Picture is { Type: { } type } picture ? [new JsonFeedAttachment(picture.Url, type, picture.Alt)] : null);

    private static JsonFeedItem ItemOf(Withdrawal withdrawal) => new(
        withdrawal.Id, withdrawal.Url, null, withdrawal.Title, null, withdrawal.Text, null, null,
        XmlDocumentWriter.Rfc3339(withdrawal.PublishedAt), XmlDocumentWriter.Rfc3339(withdrawal.At), null, null, null, null);
}

/// <summary>The document, as <see href="https://www.jsonfeed.org/version/1.1/"/> names its fields.</summary>
internal sealed record JsonFeed(
    string Version, string Title, string HomePageUrl, string FeedUrl, string Description, string Icon, string Language,
    IReadOnlyList<JsonFeedAuthor> Authors, IReadOnlyList<JsonFeedItem> Items);

internal sealed record JsonFeedItem(
    string Id, string Url, string? ExternalUrl, string Title, string? ContentHtml, string? ContentText, string? Summary, string? Image,
    string DatePublished, string DateModified, IReadOnlyList<JsonFeedAuthor>? Authors, IReadOnlyList<string>? Tags, string? Language,
    IReadOnlyList<JsonFeedAttachment>? Attachments);

internal sealed record JsonFeedAuthor(string Name);

internal sealed record JsonFeedAttachment(string Url, string MimeType, string? Title);

[JsonSerializable(typeof(JsonFeed))]
internal sealed partial class JsonFeedJson : JsonSerializerContext;
