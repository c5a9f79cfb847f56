using System.Text.Json;
using System.Text.RegularExpressions;
using NewsHub.Wire;

namespace NewsHub.Articles.Drafts;

/// <summary>Reads a draft from JSON and reports errors by field.</summary>
public sealed partial class DraftReader(Sections sections)
{
    internal const int MaxHeadline = 300;
    internal const int MaxSummary = 2_000;
    internal const int MaxBody = 200_000;
    internal const int MaxLine = 200;
    internal const int MaxUrl = 2_000;
    internal const int MaxTags = 20;

    /// <summary>Largest width and height of a picture in pixels.</summary>
    internal const int MaxPixels = 20_000;

    private const int DefaultUrgency = 5;
    internal const int MinUrgency = 1;
    internal const int MaxUrgency = 9;
    internal const int MaxLanguage = 35;
    internal const string LanguagePattern = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$";

    /// <summary>Longest alert: one day.</summary>
    internal const int MaxAlertMinutes = 24 * 60;

    // Fields that GET returns besides those of a draft. They are ignored, so that a response can be sent back.
    private static readonly HashSet<string> ReadOnly = new(StringComparer.Ordinal)
    {
        "id", "version", "newsroom", "bodyHtml", "alertUntil", "createdAt", "updatedAt", "publishedAt", "revisedAt", "corrections", "topics", "url",
        "withdrawal", "redactedUpTo", "redactions",
    };

    /// <summary>Returns the draft. It is incomplete when <paramref name="errors"/> is not empty.</summary>
    /// <param name="before">The article that supplies absent fields, also those of source and image; null leaves them empty.</param>
    /// <param name="otherFields">Further fields that the request may have.</param>
    public Draft Read(JsonElement body, out Dictionary<string, string[]> errors, Article? before = null, params string[] otherFields)
    {
        errors = [];
        if (body.ValueKind is not JsonValueKind.Object)
        {
            errors[""] = ["The body must be a JSON object."];
            return new Draft();
        }

        var fields = new FieldReader(body, errors);
        var draft = ReadTexts(fields, ReadMeta(fields, before), before);
        fields.RejectUnknownFields(name => ReadOnly.Contains(name) || otherFields.Contains(name));
        if (errors.Count > 0 || draft.Body is null) return draft;
        // A body that is kept stays as it was rendered: a rule that came later must not prevent the correction of a headline.
        return before is not null && !fields.Has("body") && !fields.Has("bodyFormat") ? draft with { BodyHtml = before.BodyHtml } : WithHtml(draft, fields);
    }

    private Draft ReadMeta(FieldReader fields, Article? before)
    {
        var draft = new Draft
        {
            Status = fields.OneOf<DraftStatus>("status"),
            Section = ValueOr(fields, "section", fields.Matching("section", Topic.MaxSlugLength, Topic.IsSlug, "must be a slug such as world"), before?.Section),
            Tags = fields.Has("tags")
                ? fields.Texts("tags", MaxTags, Topic.IsSlug, "must be slugs such as climate-summit, of at most 50 characters each")
                : before?.Tags ?? [],
            Language = ValueOr(fields, "language", fields.Matching("language", MaxLanguage, Language().IsMatch, "must be a BCP 47 tag such as en-GB"), before?.Language),
            Urgency = fields.Number("urgency", MinUrgency, MaxUrgency) ?? (fields.Has("urgency") ? null : before?.Urgency) ?? DefaultUrgency,
            Alert = fields.OneOf<AlertLevel>("alert"),
            AlertMinutes = fields.Number("alertMinutes", 1, MaxAlertMinutes),
            PublishAt = fields.Time("publishAt"),
            EmbargoedUntil = fields.Time("embargoedUntil"),
            ClearsPublishAt = fields.IsNull("publishAt"),
            ClearsEmbargo = fields.IsNull("embargoedUntil"),
            Coverage = ReadCoverage(fields.Object("coverage"), before?.Coverage),
            Slug = ValueOr(fields, "slug", fields.Matching("slug", Topic.MaxSlugLength, Topic.IsSlug, "must consist of lower-case letters, digits and hyphens"), before?.Slug),
        };
        if (draft.Section is not null && sections.Find(draft.Section) is null)
            fields.AddError("section", $"must be one of {string.Join(", ", sections.All.Select(section => section.Slug))}");
        return draft;
    }

    private static Draft ReadTexts(FieldReader fields, Draft draft, Article? before)
    {
        var headline = fields.PlainText("headline", MaxHeadline);
        if (headline is null && (fields.Has("headline") || before?.Headline is null)) fields.AddError("headline", "is required");
        return draft with
        {
            Headline = headline ?? before?.Headline,
            Summary = ValueOr(fields, "summary", fields.PlainText("summary", MaxSummary), before?.Summary),
            Body = ValueOr(fields, "body", fields.Text("body", MaxBody), before?.Body),
            BodyFormat = fields.OneOf<BodyFormat>("bodyFormat") ?? (fields.Has("bodyFormat") ? null : before?.BodyFormat) ?? BodyFormat.Markdown,
            Byline = ValueOr(fields, "byline", fields.PlainText("byline", MaxLine), before?.Byline),
            Dateline = ValueOr(fields, "dateline", fields.PlainText("dateline", MaxLine), before?.Dateline),
            Source = fields.Has("source") ? ReadSource(fields.Object("source"), before?.Source) : before?.Source,
            Image = fields.Has("image") ? ReadImage(fields.Object("image"), before?.Image) : before?.Image,
        };
    }

    // A new live blog is planned, or live with the publication of the article. The state and the fields of an existing one that GET returns are ignored.
    private static Coverage? ReadCoverage(FieldReader? coverage, Coverage? before)
    {
        if (coverage is null) return before;
        var state = coverage.OneOf<CoverageState>("state");
        var order = coverage.OneOf<PostOrder>("order");
        var read = new Coverage
        {
            State = state is CoverageState.Live ? CoverageState.Live : CoverageState.Planned,
            StartsAt = coverage.Time("startsAt") ?? (coverage.Has("startsAt") ? null : before?.StartsAt),
            EndsAt = coverage.Time("endsAt") ?? (coverage.Has("endsAt") ? null : before?.EndsAt),
            Order = order ?? (coverage.Has("order") ? null : before?.Order) ?? PostOrder.Newest,
        };
        coverage.RejectUnknownFields(name => name is "startedAt" or "endedAt" or "pinned" or "posts" or "keyPosts" or "lastPostAt");
        return read;
    }

    internal static Source? ReadSource(FieldReader? source, Source? before)
    {
        if (source is null) return null;
        var name = ValueOr(source, "name", source.PlainText("name", MaxLine), before?.Name);
        if (name is null) source.AddError("name", "is required");
        var url = ValueOr(source, "url", source.Matching("url", MaxUrl, IsHttpUrl, "must be an absolute http or https address"), before?.Url);
        source.RejectUnknownFields();
        return name is null ? null : new Source(name, url);
    }

    internal static Image? ReadImage(FieldReader? image, Image? before)
    {
        if (image is null) return null;
        var sent = image.Matching("url", MaxUrl, text => IsHttpUrl(text) && PictureAddress.IsAbsolute(text), PictureAddress.Rule);
        var url = ValueOr(image, "url", sent, before?.Url);
        if (url is null) image.AddError("url", "is required");
        var alt = ValueOr(image, "alt", image.PlainText("alt", 1_000), before?.Alt);
        var credit = ValueOr(image, "credit", image.PlainText("credit", MaxLine), before?.Credit);
        // Another picture has another size: one that is kept belongs to the address that is kept.
        var sized = sent is null || sent == before?.Url ? before : null;
        var width = image.Number("width", 1, MaxPixels) ?? (image.Has("width") ? null : sized?.Width);
        var height = image.Number("height", 1, MaxPixels) ?? (image.Has("height") ? null : sized?.Height);
        image.RejectUnknownFields();
        return url is null ? null : new Image(url, alt, credit, width, height);
    }

    private static Draft WithHtml(Draft draft, FieldReader fields)
    {
        var rendered = BodyText.Render(draft.Body!, draft.BodyFormat);
        if (rendered.Error is { } error) fields.AddError("body", error);
        return draft with { BodyHtml = rendered.Html, Warnings = rendered.Warnings };
    }

    private static string? ValueOr(FieldReader fields, string name, string? value, string? fallback) => fields.Has(name) ? value : fallback;

    // RFC 3986 does not allow spaces, quotes or angle brackets in a URI, but Uri.TryCreate accepts them.
    private static bool IsHttpUrl(string text) =>
        text.All(c => c > ' ' && c is not ('"' or '<' or '>' or '\\'))
        && Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);

    [GeneratedRegex(LanguagePattern, RegexOptions.CultureInvariant)]
    private static partial Regex Language();
}
