using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NewsHub.Articles;
using NewsHub.Articles.Language;
using NewsHub.Articles.LiveBlogs;
using NewsHub.Wire;

namespace NewsHub.Web.Parts;

/// <summary>
/// Describes pages for search engines in the vocabulary of schema.org, as JSON-LD. The text is safe inside of a script element: JSON's encoder
/// escapes <c>&lt;</c>.
/// </summary>
/// <param name="urlOf">Makes the absolute URL of a path.</param>
internal sealed class SchemaOrg(SiteOptions site, Sections sections, Words words, Func<string, string> urlOf)
{
    /// <summary>Characters of a headline that search engines accept.</summary>
    private const int MaxHeadline = 110;

    private const string OrganizationId = "/#organization";

    /// <summary>The front page: the publisher and its site.</summary>
    public string OfSite() => Graph(Organization(), new JsonObject
    {
        ["@type"] = "WebSite",
        ["@id"] = urlOf("/#site"),
        ["url"] = urlOf("/"),
        ["name"] = site.Title,
        ["inLanguage"] = words.Language,
        ["publisher"] = Reference(OrganizationId),
    });

    /// <summary>The page of an article: the article with its corrections, its place in the site, and the publisher.</summary>
    public string OfArticle(Article article) => Graph(NewsArticle(article), Breadcrumb(article), Organization());

    /// <summary>
    /// The page of a live blog: a <c>LiveBlogPosting</c> with its posts as updates. A struck post is left out, because search engines show a text without the
    /// words that withdraw it.
    /// </summary>
    public string OfLiveBlog(Article article, Coverage coverage, IReadOnlyList<WirePost> posts)
    {
        var blog = NewsArticle(article);
        blog["@type"] = "LiveBlogPosting";
        if ((coverage.StartedAt ?? coverage.StartsAt) is { } start) blog["coverageStartTime"] = Date(start);
        if (coverage.EndedAt is { } end) blog["coverageEndTime"] = Date(end);
        WirePost[] updates = [.. posts.Where(post => post.State is PostState.Published)];
        var modified = updates.Select(post => post.EditedAt ?? post.At).Append(article.RevisedAt ?? article.PublishedAt).Max();
        if (modified is { } at) blog["dateModified"] = Date(at);
        if (updates.Length > 0) blog["liveBlogUpdate"] = Array(updates.Select(post => UpdateOf(post, article.Language)));
        return Graph(blog, Breadcrumb(article), Organization());
    }

    private JsonObject UpdateOf(WirePost post, string? language)
    {
        var update = new JsonObject
        {
            ["@type"] = "BlogPosting",
            ["@id"] = urlOf($"{post.Url}#post"),
            ["url"] = urlOf(post.Url),
            ["headline"] = Shorten(PlainText.TitleOf(post)),
            ["articleBody"] = PlainText.Of(post.Html),
        };
        if (post.At is { } at) update["datePublished"] = Date(at);
        if ((post.EditedAt ?? post.At) is { } modified) update["dateModified"] = Date(modified);
        update["author"] = post.Authors is { Count: > 0 } authors
            ? Array(authors.Select(author => new JsonObject { ["@type"] = "Person", ["name"] = author.Name }))
            : Reference(OrganizationId);
        update["publisher"] = Reference(OrganizationId);
        AddText(update, "inLanguage", language);
        if (post.Image is { } image) update["image"] = Array([ImageOf(image)]);
        return update;
    }

    private JsonObject NewsArticle(Article article)
    {
        var published = article.PublishedAt ?? article.CreatedAt;
        var news = new JsonObject
        {
            ["@type"] = "NewsArticle",
            ["@id"] = urlOf($"/articles/{article.Id}#article"),
            ["mainEntityOfPage"] = urlOf(article.Url),
            ["url"] = urlOf(article.Url),
            ["headline"] = Shorten(article.Headline ?? ""),
            ["datePublished"] = Date(published),
            ["dateModified"] = Date(article.RevisedAt ?? published),
            ["author"] = article.Byline is { Length: > 0 } byline ? new JsonObject { ["@type"] = "Person", ["name"] = byline } : Reference(OrganizationId),
            ["publisher"] = Reference(OrganizationId),
            ["isAccessibleForFree"] = true,
        };
        AddText(news, "description", article.Summary);
        AddText(news, "inLanguage", article.Language);
        AddText(news, "dateline", article.Dateline);
        AddText(news, "articleSection", sections.Find(article.Section)?.Name ?? article.Section);
        if (article.Tags.Count > 0) news["keywords"] = Array(article.Tags.Select(tag => JsonValue.Create(tag)));
        if (article.Image is { } image) news["image"] = Array([ImageOf(image)]);
        if (article.Corrections.Count > 0) news["correction"] = Array(article.Corrections.Select(CorrectionOf));
        return news;
    }

    private JsonObject Breadcrumb(Article article)
    {
        List<(string Name, string Path)> places = [(words["home"], "/")];
        if (sections.Find(article.Section) is { } section) places.Add((section.Name, $"/sections/{section.Slug}"));
        places.Add((article.Headline ?? "", article.Url));
        return new JsonObject
        {
            ["@type"] = "BreadcrumbList",
            ["itemListElement"] = Array(places.Select((place, index) => new JsonObject
            {
                ["@type"] = "ListItem", ["position"] = index + 1, ["name"] = place.Name, ["item"] = urlOf(place.Path),
            })),
        };
    }

    private JsonObject Organization() => new()
    {
        ["@type"] = "NewsMediaOrganization",
        ["@id"] = urlOf(OrganizationId),
        ["name"] = site.Title,
        ["url"] = urlOf("/"),
        ["logo"] = new JsonObject { ["@type"] = "ImageObject", ["url"] = urlOf(Asset.Icon.Route) },
    };

    private static JsonObject ImageOf(Image image)
    {
        var described = new JsonObject { ["@type"] = "ImageObject", ["url"] = image.Url };
        if (image.Width is { } width) described["width"] = width;
        if (image.Height is { } height) described["height"] = height;
        AddText(described, "caption", image.Alt);
        AddText(described, "creditText", image.Credit);
        return described;
    }

    private static JsonObject CorrectionOf(Correction correction) =>
        new() { ["@type"] = "CorrectionComment", ["text"] = correction.Note, ["datePublished"] = Date(correction.At) };

    private static string Graph(params JsonObject[] nodes) =>
        new JsonObject { ["@context"] = "https://schema.org", ["@graph"] = Array(nodes) }.ToJsonString(JsonSerializerOptions.Default);

    private JsonObject Reference(string path) => new() { ["@id"] = urlOf(path) };

    private static JsonArray Array(IEnumerable<JsonNode?> nodes) => [.. nodes];

    private static void AddText(JsonObject node, string name, string? text)
    {
        if (text is { Length: > 0 }) node[name] = text;
    }

    /// <summary>Cuts between text elements, so that no letter or emoji is halved.</summary>
    private static string Shorten(string headline)
    {
        if (headline.Length <= MaxHeadline) return headline;
        var length = 0;
        for (var next = StringInfo.GetNextTextElementLength(headline); length + next < MaxHeadline; next = StringInfo.GetNextTextElementLength(headline.AsSpan(length))) length += next;
        return $"{headline.AsSpan(0, length).TrimEnd()}…";
    }

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'+00:00'", CultureInfo.InvariantCulture);
}
