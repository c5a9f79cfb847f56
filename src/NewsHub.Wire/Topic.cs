using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace NewsHub.Wire;

/// <summary>
/// The topics that a reader can subscribe to: <c>news</c>, <c>breaking</c>, <c>live</c>, <c>section/{slug}</c>, <c>tag/{slug}</c>, <c>article/{id}</c>,
/// <c>ranking/{name}</c>, <c>ranking/{name}/{section}</c>, <c>counts/{id}</c>. Entries carry the first six kinds.
/// </summary>
public static class Topic
{
    /// <summary>All published articles.</summary>
    public const string News = "news";

    /// <summary>Articles that have or have had an alert.</summary>
    public const string Breaking = "breaking";

    /// <summary>Articles with a live blog, and the key events of all live blogs.</summary>
    public const string Live = "live";

    /// <summary>Maximum length of a topic, in characters: the longest prefix and name with the longest slug, rounded up.</summary>
    public const int MaxLength = 128;

    /// <summary>The form of a slug as a regular expression, without its length.</summary>
    public const string SlugPattern = "^[a-z0-9]+(-[a-z0-9]+)*$";

    /// <summary>Maximum length of a slug, in characters.</summary>
    public const int MaxSlugLength = 50;

    public static string Section(string slug) => $"section/{slug}";

    public static string Tag(string slug) => $"tag/{slug}";

    public static string Article(string id) => $"article/{id}";

    public static string Ranking(string name, string? section) => section is null ? $"ranking/{name}" : $"ranking/{name}/{section}";

    public static string Counts(string articleId) => $"counts/{articleId}";

    /// <summary>Reads a topic; false if it has no valid form. Whether the hub has its section or ranking is not checked here.</summary>
    public static bool TryParse([NotNullWhen(true)] string? topic, out ParsedTopic parsed)
    {
        ParsedTopic? known = topic is null or { Length: > MaxLength } ? null : topic.Split('/') switch
        {
            [News] => new(TopicKind.News),
            [Breaking] => new(TopicKind.Breaking),
            [Live] => new(TopicKind.Live),
            ["section", var slug] when IsSlug(slug) => new(TopicKind.Section, slug),
            ["tag", var slug] when IsSlug(slug) => new(TopicKind.Tag, slug),
            ["article", var id] when WireArticle.IsId(id) => new(TopicKind.Article, id),
            ["counts", var id] when WireArticle.IsId(id) => new(TopicKind.Counts, id),
            ["ranking", var name] when IsSlug(name) => new(TopicKind.Ranking, name),
            ["ranking", var name, var section] when IsSlug(name) && IsSlug(section) => new(TopicKind.Ranking, name, section),
            _ => null,
        };
        parsed = known ?? default;
        return known is not null;
    }

    /// <summary>Reads a topic that was checked before.</summary>
    /// <exception cref="FormatException">It has no valid form.</exception>
    public static ParsedTopic Parse(string topic) => TryParse(topic, out var parsed) ? parsed : throw new FormatException($"{topic} is not a topic.");

    /// <summary>True for 1 to 50 lower-case letters, digits and single inner hyphens: <c>climate-summit</c>.</summary>
    public static bool IsSlug([NotNullWhen(true)] string? text) =>
        text is { Length: >= 1 and <= MaxSlugLength }
        && !text.AsSpan().ContainsAnyExcept(SlugCharacters)
        && text[0] != '-' && text[^1] != '-'
        && !text.Contains("--", StringComparison.Ordinal);

    private static readonly SearchValues<char> SlugCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
}
