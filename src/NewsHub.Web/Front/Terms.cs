using System.Runtime.CompilerServices;
using NewsHub.Wire;

namespace NewsHub.Web.Front;

/// <summary>
/// What an article is about: its tags, written <c>#tag</c>, and the words of headline and summary from four letters on, which leaves most of
/// the little words out.
/// </summary>
public sealed record Terms(IReadOnlySet<string> Values)
{
    /// <summary>Tags first, then words as they come: 64 × about 40 bytes = 2.5 KB for an article.</summary>
    public const int MaxTerms = 64;

    private const int LeastLetters = 4;

    /// <summary>For as long as somebody keeps the article: read once for each version.</summary>
    private static readonly ConditionalWeakTable<WireArticle, Terms> Known = [];

    public static Terms Of(WireArticle article) => Known.GetValue(article, known => Of(known.Tags, known.Headline, known.Summary));

    public static Terms Of(IEnumerable<string> tags, params string?[] texts) =>
        new(tags.Select(tag => $"#{tag}").Concat(texts.SelectMany(text => Words(text ?? ""))).Distinct().Take(MaxTerms).ToHashSet());

    public static bool IsTag(string term) => term[0] == '#';

    private static IEnumerable<string> Words(string text)
    {
        for (var (start, end) = (0, 0); end <= text.Length; end++)
        {
            if (end < text.Length && char.IsLetterOrDigit(text[end])) continue;
            if (end - start >= LeastLetters) yield return text[start..end].ToLowerInvariant();
            start = end + 1;
        }
    }
}
