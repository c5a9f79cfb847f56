using System.Runtime.CompilerServices;
using NewsHub.Wire;

namespace NewsHub.Web.Related;

/// <summary>
/// The terms of an article: its tags, written <c>#tag</c>, and the words of headline and summary with at least four letters, which excludes
/// most function words.
/// </summary>
internal sealed record Terms(IReadOnlySet<string> Values)
{
    /// <summary>Maximum number of terms per article, tags before words: 64 × about 40 bytes = 2.5 KB.</summary>
    public const int MaxTerms = 64;

    private const int MinWordLength = 4;

    /// <summary>Terms computed once per article version, kept while the article is referenced.</summary>
    private static readonly ConditionalWeakTable<WireArticle, Terms> Cache = [];

    public static Terms Of(WireArticle article) => Cache.GetValue(article, key => Of(key.Tags, key.Headline, key.Summary));

    public static Terms Of(IEnumerable<string> tags, params string?[] texts) =>
        new(tags.Select(tag => $"#{tag}").Concat(texts.SelectMany(text => Words(text ?? ""))).Distinct().Take(MaxTerms).ToHashSet());

    public static bool IsTag(string term) => term[0] == '#';

    private static IEnumerable<string> Words(string text)
    {
        for (var (start, end) = (0, 0); end <= text.Length; end++)
        {
            if (end < text.Length && char.IsLetterOrDigit(text[end])) continue;
            if (end - start >= MinWordLength) yield return text[start..end].ToLowerInvariant();
            start = end + 1;
        }
    }
}
