using System.Text.Json;
using NewsHub.Articles.Drafts;
using NewsHub.Wire;

namespace NewsHub.Articles.LiveBlogs;

/// <summary>Reads the draft of a post from JSON and reports errors by field.</summary>
internal static class PostDraftReader
{
    internal const int MaxTitle = 200;
    internal const int MaxBody = 20_000;
    internal const int MaxAuthors = 10;
    internal const int MaxName = 100;
    internal const int MaxLabel = 40;

    /// <summary>
    /// Maximum bytes of a rendered body in JSON. With the other fields (title 200, note 2,000, reason 1,000 characters, the article's card) an entry has at
    /// most about 48 KB.
    /// </summary>
    internal const int MaxHtmlBytes = 40 * 1024;

    /// <summary>How far in the future the time shown with a post may be: the clocks of reporters differ.</summary>
    private static readonly TimeSpan MaxAhead = TimeSpan.FromSeconds(60);

    // Fields that GET returns besides those of a draft. They are ignored, so that a response can be sent back.
    private static readonly HashSet<string> ReadOnly = new(StringComparer.Ordinal)
    {
        "id", "coverage", "version", "state", "bodyHtml", "position", "corrections", "struck", "createdAt", "updatedAt", "publishedAt", "editedAt", "topics", "url",
    };

    /// <summary>Returns the draft. It is incomplete when <paramref name="errors"/> is not empty.</summary>
    /// <param name="before">The post that supplies absent fields; null leaves them empty.</param>
    /// <param name="otherFields">Further fields that the request may have.</param>
    public static PostDraft Read(JsonElement body, DateTimeOffset now, out Dictionary<string, string[]> errors, Post? before = null, params string[] otherFields)
    {
        errors = [];
        if (body.ValueKind is not JsonValueKind.Object)
        {
            errors[""] = ["The body must be a JSON object."];
            return new PostDraft();
        }

        var fields = new FieldReader(body, errors);
        var draft = new PostDraft
        {
            Title = fields.PlainText("title", MaxTitle) ?? Kept("title", before?.Title),
            Body = fields.Text("body", MaxBody) ?? Kept("body", before?.Body),
            BodyFormat = fields.OneOf<BodyFormat>("bodyFormat") ?? (fields.Has("bodyFormat") ? null : before?.BodyFormat) ?? BodyFormat.Markdown,
            Authors = fields.Has("authors") ? [.. fields.Objects("authors", MaxAuthors).Select(ReadAuthor).OfType<Author>()] : before?.Authors ?? [],
            Label = fields.PlainText("label", MaxLabel) ?? Kept("label", before?.Label),
            Key = fields.Flag("key") ?? (fields.Has("key") ? null : before?.Key) ?? false,
            Image = fields.Has("image") ? DraftReader.ReadImage(fields.Object("image"), before?.Image) : before?.Image,
            Source = fields.Has("source") ? DraftReader.ReadSource(fields.Object("source"), before?.Source) : before?.Source,
            At = fields.Time("at") ?? (fields.Has("at") ? null : before?.At),
            PublishAt = fields.Time("publishAt") ?? (fields.Has("publishAt") ? null : before?.PublishAt),
            Status = fields.OneOf<PostStatus>("status"),
        };
        if (draft.Body is null) fields.AddError("body", "is required");
        if (draft.At > now + MaxAhead) fields.AddError("at", $"must be at most {MaxAhead.TotalSeconds} seconds in the future; publishAt publishes later");
        fields.RejectUnknownFields(name => ReadOnly.Contains(name) || otherFields.Contains(name));
        if (errors.Count > 0) return draft;
        // A body that is kept stays as it was rendered.
        return before is not null && !fields.Has("body") && !fields.Has("bodyFormat") ? draft with { BodyHtml = before.BodyHtml } : WithHtml(draft, fields);

        string? Kept(string name, string? value) => fields.Has(name) ? null : value;
    }

    private static Author? ReadAuthor(FieldReader author)
    {
        var (name, role) = (author.PlainText("name", MaxName), author.PlainText("role", MaxName));
        if (name is null) author.AddError("name", "is required");
        author.RejectUnknownFields();
        return name is null ? null : new Author(name, role);
    }

    private static PostDraft WithHtml(PostDraft draft, FieldReader fields)
    {
        var rendered = BodyText.Render(draft.Body!, draft.BodyFormat);
        if (rendered.Error is { } error) fields.AddError("body", error);
        else if (JsonEncodedText.Encode(rendered.Html ?? "").EncodedUtf8Bytes.Length is var bytes && bytes > MaxHtmlBytes)
            fields.AddError("body", $"has {bytes} bytes when it is sent to readers; at most {MaxHtmlBytes} are allowed");
        return draft with { BodyHtml = rendered.Html, Warnings = rendered.Warnings };
    }
}
