using System.Globalization;
using System.Text.RegularExpressions;

namespace NewsHub.Traffic.Newsroom.Stories;

/// <summary>
/// Generates the texts of one story. A slot keeps its first value, so that headline, body and correction name the same places and people.
/// <c>{place}</c> and <c>{place2}</c> differ; <c>{Place}</c> is capitalised, <c>{PLACE}</c> is upper case; <c>{~years}</c> gets a new value
/// every time.
/// </summary>
public sealed partial class Scene(Grammar grammar, Random random)
{
    private readonly Dictionary<string, string> _filled = [];

    /// <summary>A random phrase of the list with its slots filled.</summary>
    public string Generate(string list) => Fill(Any(grammar[list]), "");

    /// <summary>Several different phrases of the list in random order, with their slots filled.</summary>
    public IReadOnlyList<string> GenerateSome(string list, int count)
    {
        var phrases = grammar[list].ToArray();
        random.Shuffle(phrases);
        return [.. phrases.Take(count).Select(phrase => Fill(phrase, ""))];
    }

    private string Fill(string phrase, string suffix) => Slot().Replace(phrase, slot =>
    {
        var name = slot.Groups["name"].Value;
        var own = slot.Groups["suffix"].Value is { Length: > 0 } given ? given : suffix;
        var list = name.ToLowerInvariant();
        var text = slot.Groups["fresh"].Success ? Pick(list, own) : Filled(list, own);
        return name == list ? text
            : name.Length > 1 && char.IsUpper(name[1]) ? text.ToUpperInvariant()
            : char.ToUpperInvariant(text[0]) + text[1..];
    });

    private string Filled(string list, string suffix)
    {
        var slot = list + suffix;
        if (_filled.TryGetValue(slot, out var text)) return text;
        do text = Pick(list, suffix);
        while (grammar[list].Count > 1 && _filled.Any(other => other.Key.TrimEnd(Digits) == list && other.Value == text));
        return _filled[slot] = text;
    }

    private string Pick(string list, string suffix)
    {
        var phrase = Any(grammar[list]);
        return Numbers().Match(phrase) is { Success: true } range
            ? random.Next(Number(range.Groups[1]), Number(range.Groups[2]) + 1).ToString(CultureInfo.InvariantCulture)
            : Fill(phrase, suffix);
    }

    private string Any(IReadOnlyList<string> phrases) => phrases[random.Next(phrases.Count)];

    private static int Number(Group text) => int.Parse(text.ValueSpan, CultureInfo.InvariantCulture);

    private static readonly char[] Digits = [.. "0123456789"];

    [GeneratedRegex(@"\{(?<fresh>~)?(?<name>[A-Za-z]+)(?<suffix>\d?)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Slot();

    [GeneratedRegex(@"^(\d+)\.\.(\d+)$")]
    private static partial Regex Numbers();
}
