using System.Runtime.CompilerServices;
using NewsHub.Wire;

namespace NewsHub.Web.Related;

/// <summary>
/// The terms of an article: its tags, written <c>#tag</c>, and the words of headline and summary with at least four letters, without
/// common ones.
/// </summary>
internal sealed record Terms(IReadOnlySet<string> Values)
{
    /// <summary>Maximum number of terms per article, tags before words: 64 × about 40 bytes = 2.5 KB.</summary>
    public const int MaxTerms = 64;

    private const int MinWordLength = 4;

    /// <summary>Words of four and more letters that say nothing about the subject, in languages of many newsrooms.</summary>
    private static readonly HashSet<string> CommonWords =
    [
        .. ("about above after again against also among another around because been before being below between both could does down during each even every first from further have having "
            + "here into itself just last less like made make many more most much must near only other over said same says should since some still such than that their them then there these "
            + "they this those three through today under until upon very want week were what when where which while will with within without would year years your "
            + "aber alle allem allen aller alles auch beim bereits dann dass dazu denn deren diese diesem diesen dieser dieses doch dort durch eine einem einen einer eines erst etwa gegen haben "
            + "hatte hier ihre ihrem ihren ihrer immer jahr jahre jahren kann kein keine mehr nach nicht noch nun oder ohne sein seine seinem seinen seiner seit sich sind sowie über unter viele "
            + "vor wann warum weil weiter welche wenn werden wieder wird wurde wurden zwei zwischen "
            + "avec cette dans depuis elle elles entre être fait leur leurs mais même nous plus pour sans sont sous tous tout toute très vers vous "
            + "como cuando desde donde entre esta este esto hasta más muy para pero porque según sin sobre también tiene todos").Split(' '),
    ];

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
            if (end - start >= MinWordLength && text[start..end].ToLowerInvariant() is var word && !CommonWords.Contains(word)) yield return word;
            start = end + 1;
        }
    }
}
