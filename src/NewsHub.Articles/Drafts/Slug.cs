using System.Globalization;
using System.Text;
using NewsHub.Wire;

namespace NewsHub.Articles.Drafts;

/// <summary>Makes the last part of an article's address from its headline.</summary>
public static class Slug
{
    /// <summary>Letters that Unicode does not decompose into a Latin letter and marks, and those that a language spells with two letters.</summary>
    private static readonly Dictionary<char, string> Spellings = Parse(
        "ä ae ö oe ü ue ß ss æ ae œ oe ø o å a ð d þ th ł l đ d ħ h ı i ŋ n ſ s ŧ t "
        + "а a б b в v г g д d е e ё e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ - ы y ь - э e ю yu я ya "
        + "є ye і i ї yi ґ g ў u ђ dj ј j љ lj њ nj ћ c џ dz ѓ g ќ k ѕ dz "
        + "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o");

    /// <summary>
    /// Lower-case Latin letters, digits and hyphens, at most 50, cut between words: <c>Straße nach Łódź</c> becomes <c>strasse-nach-lodz</c>.
    /// Null when the headline has neither Latin, Greek or Cyrillic letters nor digits.
    /// </summary>
    public static string? Of(string? headline)
    {
        if (headline is null) return null;
        var slug = new StringBuilder();
        foreach (var word in Transliterate(headline).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (slug.Length + 1 + word.Length > Topic.MaxSlugLength && slug.Length > 0) break;
            if (slug.Length > 0) slug.Append('-');
            slug.Append(word.AsSpan(0, Math.Min(word.Length, Topic.MaxSlugLength)));
        }

        return slug.Length == 0 ? null : slug.ToString();
    }

    /// <summary>Words of a-z and 0-9, separated by spaces. Apostrophes join what they separate.</summary>
    private static string Transliterate(string text)
    {
        var latin = new StringBuilder();
        foreach (var letter in text.Normalize(NormalizationForm.FormC).ToLowerInvariant())
            if (Spellings.TryGetValue(letter, out var spelling)) latin.Append(spelling);
            else AppendBase(latin, letter);
        return latin.ToString();
    }

    private static void AppendBase(StringBuilder latin, char letter)
    {
        if (char.IsSurrogate(letter)) return;
        foreach (var part in letter.ToString().Normalize(NormalizationForm.FormD).ToLowerInvariant())
            if (char.IsAsciiLetterLower(part) || char.IsAsciiDigit(part)) latin.Append(part);
            else if (Spellings.TryGetValue(part, out var spelling)) latin.Append(spelling);
            else if (part is not ('\'' or '’') && char.GetUnicodeCategory(part) is not UnicodeCategory.NonSpacingMark) latin.Append(' ');
    }

    private static Dictionary<char, string> Parse(string spellings) =>
        spellings.Split(' ').Chunk(2).ToDictionary(pair => pair[0][0], pair => pair[1] == "-" ? "" : pair[1]);
}
