using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace NewsHub.Articles.Language;

/// <summary>The pages' own words in the configured language, for the pages and for their script. Read once at the start.</summary>
public sealed class Words
{
    /// <summary>The language whose file names every word.</summary>
    private const string Reference = "en";

    private readonly Dictionary<string, string> _words;
    private readonly NumberFormatInfo _numbers;

    /// <exception cref="OptionsValidationException">There are no words for the language, or some are missing.</exception>
    public Words(IOptions<LanguageOptions> options)
    {
        Language = options.Value.Language;
        _words = options.Value.WordsFile is { Length: > 0 } file ? ReadFile(file) : ReadShipped(Language.Split('-')[0].ToLowerInvariant()) ?? throw Invalid(
            $"NewsHub:Web:Language is {Language}, but the hub has the words of en and de only. Translate src/NewsHub.Articles/Language/en.json and set NewsHub:Web:WordsFile to your file.");
        var missing = ReadShipped(Reference)!.Keys.Except(_words.Keys).ToArray();
        if (missing.Length > 0) throw Invalid($"NewsHub:Web:WordsFile lacks the words {string.Join(", ", missing)}.");
        _numbers = new NumberFormatInfo { NumberGroupSeparator = this["thousands"], NumberDecimalDigits = 0 };
    }

    /// <summary>The BCP 47 tag of the pages.</summary>
    public string Language { get; }

    public string this[string name] => _words[name];

    /// <summary>Some words as a JSON object, for a script.</summary>
    /// <param name="isWanted">True for the name of a word to include.</param>
    public string JsonOf(Func<string, bool> isWanted) => JsonSerializer.Serialize(_words.Where(word => isWanted(word.Key)).ToDictionary());

    /// <summary>Some words as a JSON object, for a script on a page of another language; <c>language</c> is the BCP 47 tag of the words.</summary>
    public string JsonOf(IEnumerable<string> names) =>
        JsonSerializer.Serialize(names.ToDictionary(name => name, name => _words[name]).Append(new("language", Language)).ToDictionary());

    public string Format(string name, params object[] values) => string.Format(CultureInfo.InvariantCulture, _words[name], values);

    /// <summary>A count in words: <c>name.one</c> or <c>name.other</c>.</summary>
    public string Count(string name, long count) => Format(count == 1 ? $"{name}.one" : $"{name}.other", Number(count));

    public string Number(long number) => number.ToString("N", _numbers);

    /// <summary>A word that a language may lack; <paramref name="fallback"/> then.</summary>
    public string Find(string name, string fallback) => _words.GetValueOrDefault(name, fallback);

    /// <summary>A date such as "Friday, 27 November 2026".</summary>
    public string Date(DateTimeOffset date) =>
        Format("date", _words["weekdays"].Split(' ')[(int)date.DayOfWeek], date.Day, _words["months"].Split(' ')[date.Month - 1], date.Year);

    /// <summary>A date such as "27 November 2026".</summary>
    public string Day(DateTimeOffset date) => Format("day", date.Day, _words["months"].Split(' ')[date.Month - 1], date.Year);

    private static Dictionary<string, string>? ReadShipped(string language)
    {
        using var resource = typeof(Words).Assembly.GetManifestResourceStream($"words/{language}.json");
        return resource is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(resource);
    }

    private static Dictionary<string, string> ReadFile(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file)) ?? [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw Invalid($"NewsHub:Web:WordsFile cannot be read: {failure.Message}");
        }
    }

    private static OptionsValidationException Invalid(string reason) => new(LanguageOptions.ConfigurationSection, typeof(LanguageOptions), [reason]);
}
