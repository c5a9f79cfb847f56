using System.Text.Json;
using System.Text.RegularExpressions;
using NewsHub.Wire;

namespace NewsHub.Articles.Drafts;

/// <summary>Reads an article from the JSON that a newsroom sends, or says what is wrong with each field.</summary>
public sealed partial class DraftReader(Sections sections)
{
    private const int MaxHeadline = 300;
    private const int MaxSummary = 2_000;
    private const int MaxBody = 200_000;
    private const int MaxLine = 200;
    private const int MaxUrl = 2_000;
    private const int MaxTags = 20;

    /// <summary>Longest alert: a day.</summary>
    internal const int MaxAlertMinutes = 24 * 60;

    // What GET shows beside the fields of a draft: sent back unchanged, it does no harm.
    private static readonly HashSet<string> ReadOnly = new(StringComparer.Ordinal)
    {
        "id", "version", "newsroom", "bodyHtml", "alertUntil", "createdAt", "updatedAt", "publishedAt", "revisedAt", "corrections", "topics", "url",
        "withdrawal", "redactedUpTo", "redactions",
    };

    /// <summary>The draft; where <paramref name="errors"/> is not empty, it is of no use.</summary>
    /// <param name="before">What absent fields are taken from; null: they are empty.</param>
    /// <param name="alsoKnown">Fields beside the article's own that the request may have.</param>
    public Draft Read(JsonElement body, out Dictionary<string, string[]> errors, Article? before = null, params string[] alsoKnown)
    {
        errors = [];
        if (body.ValueKind is not JsonValueKind.Object)
        {
            errors[""] = ["The body must be a JSON object."];
            return new Draft();
        }

        if (!FieldNames.AreText(body))
        {
            errors[""] = ["A field's name is not valid Unicode."];
            return new Draft();
        }

        var fields = new FieldReader(body, errors);
        var draft = ReadTexts(fields, ReadMeta(fields, before), before);
        fields.RefuseOthers(name => ReadOnly.Contains(name) || alsoKnown.Contains(name));
        return errors.Count == 0 && draft.Body is not null ? WithHtml(draft, fields) : draft;
    }

    private Draft ReadMeta(FieldReader fields, Article? before)
    {
        var draft = new Draft
        {
            Status = fields.OneOf<DraftStatus>("status"),
            Section = ValueOrBefore(fields, "section", fields.Matching("section", Topic.MaxSlugLength, Topic.IsSlug, "must be a slug such as world"), before?.Section),
            Tags = fields.Has("tags")
                ? fields.Texts("tags", MaxTags, Topic.IsSlug, "must be slugs such as climate-summit, of at most 50 characters each")
                : before?.Tags ?? [],
            Language = ValueOrBefore(fields, "language", fields.Matching("language", 35, Language().IsMatch, "must be a BCP 47 tag such as en-GB"), before?.Language),
            Urgency = fields.Number("urgency", 1, 9) ?? before?.Urgency ?? 5,
            Alert = fields.OneOf<AlertLevel>("alert"),
            AlertMinutes = fields.Number("alertMinutes", 1, MaxAlertMinutes),
            PublishAt = fields.Time("publishAt"),
            EmbargoedUntil = fields.Time("embargoedUntil"),
            Slug = ValueOrBefore(fields, "slug", fields.Matching("slug", Topic.MaxSlugLength, Topic.IsSlug, "must be lower-case letters, digits and hyphens"), before?.Slug),
        };
        if (draft.Section is not null && sections.Find(draft.Section) is null)
            fields.Refuse("section", $"must be one of {string.Join(", ", sections.All.Select(section => section.Slug))}");
        return draft;
    }

    private static Draft ReadTexts(FieldReader fields, Draft draft, Article? before)
    {
        var headline = fields.PlainText("headline", MaxHeadline);
        if (headline is null && before?.Headline is null) fields.Refuse("headline", "is required");
        return draft with
        {
            Headline = headline ?? before?.Headline,
            Summary = ValueOrBefore(fields, "summary", fields.PlainText("summary", MaxSummary), before?.Summary),
            Body = ValueOrBefore(fields, "body", fields.Text("body", MaxBody), before?.Body),
            BodyFormat = fields.OneOf<BodyFormat>("bodyFormat") ?? before?.BodyFormat ?? BodyFormat.Markdown,
            Byline = ValueOrBefore(fields, "byline", fields.PlainText("byline", MaxLine), before?.Byline),
            Source = fields.Has("source") ? ReadSource(fields.Object("source")) : before?.Source,
            Image = fields.Has("image") ? ReadImage(fields.Object("image")) : before?.Image,
        };
    }

    private static Source? ReadSource(FieldReader? source)
    {
        if (source is null) return null;
        var name = source.PlainText("name", MaxLine);
        if (name is null) source.Refuse("name", "is required");
        var url = source.Matching("url", MaxUrl, IsWebAddress, "must be an absolute http or https address");
        source.RefuseOthers();
        return name is null ? null : new Source(name, url);
    }

    private static Image? ReadImage(FieldReader? image)
    {
        if (image is null) return null;
        var url = image.Matching("url", MaxUrl, text => IsWebAddress(text) && text.StartsWith("https:", StringComparison.Ordinal), "must be an absolute https address");
        if (url is null) image.Refuse("url", "is required");
        var (alt, credit) = (image.PlainText("alt", 1_000), image.PlainText("credit", MaxLine));
        image.RefuseOthers();
        return url is null ? null : new Image(url, alt, credit);
    }

    private static Draft WithHtml(Draft draft, FieldReader fields)
    {
        var (html, refusal) = BodyText.Render(draft.Body!, draft.BodyFormat);
        if (refusal is not null) fields.Refuse("body", refusal);
        return draft with { BodyHtml = html };
    }

    private static string? ValueOrBefore(FieldReader fields, string name, string? value, string? otherwise) => fields.Has(name) ? value : otherwise;

    // RFC 3986 knows no spaces, quotes or angle brackets in an address; the parser would forgive them.
    private static bool IsWebAddress(string text) =>
        text.All(c => c > ' ' && c is not ('"' or '<' or '>' or '\\'))
        && Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);

    [GeneratedRegex("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$", RegexOptions.CultureInvariant)]
    private static partial Regex Language();
}
