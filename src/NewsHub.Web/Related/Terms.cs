using System.Runtime.InteropServices;
using NewsHub.Wire;

namespace NewsHub.Web.Related;

/// <summary>
/// The terms of an article with their weights: its tags, and the words of headline and summary with at least three letters, without those that say nothing
/// about the subject in its language.
/// </summary>
internal sealed record Terms
{
    /// <summary>Maximum number of terms per article, tags before words.</summary>
    public const int MaxTerms = 64;

    private const int MinWordLength = 3;

    /// <summary>A tag, which the newsroom chose, weighs as much as a word that the headline has twice.</summary>
    private const int TagWeight = 6;

    private const int HeadlineWeight = 3;
    private const int SummaryWeight = 2;

    private readonly Dictionary<uint, int> _keys = [];

    private Terms()
    {
    }

    /// <summary>The weight of each term by its key: a hash of 31 bits, and whether it is a tag.</summary>
    public IReadOnlyDictionary<uint, int> Keys => _keys;

    /// <summary>The sum of all weights.</summary>
    public int Length { get; private set; }

    public static Terms Of(WireArticle article) => Of(article.Tags, article.Headline, article.Summary, article.Language);

    /// <param name="language">A BCP 47 tag; null: words that are common in any known language are left out.</param>
    public static Terms Of(IEnumerable<string> tags, string? headline, string? summary = null, string? language = null)
    {
        var terms = new Terms();
        var common = StopWords.Of(language);
        foreach (var tag in tags) terms.Add(KeyOf(tag, isTag: true), TagWeight);
        terms.AddWords(headline, HeadlineWeight, common);
        terms.AddWords(summary, SummaryWeight, common);
        return terms;
    }

    /// <summary>The key of a word in lower case, or of a tag.</summary>
    public static uint KeyOf(string text, bool isTag = false) => (uint)string.GetHashCode(text, StringComparison.Ordinal) & ~1u | (isTag ? 1u : 0);

    public static bool IsTag(uint key) => (key & 1) == 1;

    private void AddWords(string? text, int weight, IReadOnlySet<string> common)
    {
        foreach (var word in Words(text ?? ""))
            if (!common.Contains(word)) Add(KeyOf(word), weight);
    }

    private void Add(uint key, int weight)
    {
        if (_keys.Count == MaxTerms && !_keys.ContainsKey(key)) return;
        CollectionsMarshal.GetValueRefOrAddDefault(_keys, key, out _) += weight;
        Length += weight;
    }

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
