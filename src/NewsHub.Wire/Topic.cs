using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace NewsHub.Wire;

/// <summary>
/// The topics that a reader can subscribe to: <c>news</c>, <c>breaking</c>, <c>section/{slug}</c>, <c>tag/{slug}</c>, <c>article/{id}</c>,
/// <c>ranking/{name}</c>, <c>ranking/{name}/{section}</c>, <c>counts/{id}</c>. Entries carry the first five kinds.
/// </summary>
public static class Topic
{
    /// <summary>All published articles.</summary>
    public const string News = "news";

    /// <summary>Articles that have or have had an alert.</summary>
    public const string Breaking = "breaking";

    /// <summary>Maximum length of a topic, in characters: the longest prefix and name with the longest slug, rounded up.</summary>
    public const int MaxLength = 128;

    /// <summary>Maximum length of a slug, in characters.</summary>
    public const int MaxSlugLength = 50;

    public static string Section(string slug) => $"section/{slug}";

    public static string Tag(string slug) => $"tag/{slug}";

    public static string Article(string id) => $"article/{id}";

    public static string Ranking(string name, string? section) => section is null ? $"ranking/{name}" : $"ranking/{name}/{section}";

    public static string Counts(string articleId) => $"counts/{articleId}";

    /// <summary>True when the hub can serve <paramref name="topic"/>.</summary>
    public static bool IsValid([NotNullWhen(true)] string? topic)
    {
        if (topic is null or { Length: > MaxLength }) return false;
        if (topic is News or Breaking) return true;
        return topic.Split('/') switch
        {
            ["section" or "tag", var slug] => IsSlug(slug),
            ["article" or "counts", var id] => WireArticle.IsId(id),
            ["ranking", "rising" or "today"] => true,
            ["ranking", "rising" or "today", var section] => IsSlug(section),
            _ => false,
        };
    }

    /// <summary>True for 1 to 50 lower-case letters, digits and single inner hyphens: <c>climate-summit</c>.</summary>
    public static bool IsSlug([NotNullWhen(true)] string? text) =>
        text is { Length: >= 1 and <= MaxSlugLength }
        && !text.AsSpan().ContainsAnyExcept(SlugCharacters)
        && text[0] != '-' && text[^1] != '-'
        && !text.Contains("--", StringComparison.Ordinal);

    private static readonly SearchValues<char> SlugCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
}
