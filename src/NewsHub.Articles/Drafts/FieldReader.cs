using System.Globalization;
using System.Text.Json;

namespace NewsHub.Articles.Drafts;

/// <summary>Reads the fields of a JSON object and gathers what is wrong with them, by field.</summary>
/// <param name="path">Put before the names of this object's fields in <paramref name="errors"/>.</param>
internal sealed class FieldReader(JsonElement body, Dictionary<string, string[]> errors, string path = "")
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public bool Has(string name)
    {
        _known.Add(name);
        return body.TryGetProperty(name, out _);
    }

    /// <summary>Text without control characters but line ends; null: absent, null, blank or wrong.</summary>
    public string? Text(string name, int max)
    {
        if (!TryGet(name, out var value)) return null;
        if (value.ValueKind is not JsonValueKind.String) return Wrong<string>(name, "must be text");
        if (Decoded(value) is not { } text) return Wrong<string>(name, "is not valid Unicode");
        if (text.Length > max) return Wrong<string>(name, $"is {text.Length} characters long; at most {max} are allowed");
        if (text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))) return Wrong<string>(name, "contains control characters");
        return text.All(IsInvisible) ? null : text.Trim();
    }

    private static bool IsInvisible(char c) => char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format;

    /// <summary>Text for one line of a page: no markup, no line ends.</summary>
    public string? PlainText(string name, int max) => Text(name, max) switch
    {
        null => null,
        var text when Markup.IsIn(text) => Wrong<string>(name, "is plain text; it must not contain markup"),
        var text => string.Join(' ', text.Split(['\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
    };

    public string? Matching(string name, int max, Func<string, bool> isRight, string otherwise) => Text(name, max) switch
    {
        null => null,
        var text when !isRight(text) => Wrong<string>(name, otherwise),
        var text => text,
    };

    public int? Number(string name, int min, int max)
    {
        if (!TryGet(name, out var value)) return null;
        if (value.ValueKind is not JsonValueKind.Number || !value.TryGetInt32(out var number) || number < min || number > max)
        {
            Refuse(name, $"must be a whole number from {min} to {max}");
            return null;
        }

        return number;
    }

    public T? OneOf<T>(string name) where T : struct, Enum
    {
        if (Text(name, 50) is not { } text) return null;
        foreach (var value in Enum.GetValues<T>())
            if (JsonNamingPolicy.CamelCase.ConvertName(value.ToString()) == text)
                return value;
        Refuse(name, $"must be one of {string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName))}");
        return null;
    }

    /// <summary>ISO 8601; without an offset it is UTC.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name, 40) is not { } text) return null;
        if (text.Length >= 10 && text[4] == '-' && text[7] == '-'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            && time.Year is >= 1600 and <= 2200)
            return DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
        Refuse(name, "must be a time such as 2026-11-23T21:45:00Z");
        return null;
    }

    /// <summary>Distinct texts in the order given.</summary>
    public IReadOnlyList<string> Texts(string name, int maxCount, Func<string, bool> isRight, string otherwise)
    {
        if (!TryGet(name, out var value)) return [];
        if (value.ValueKind is not JsonValueKind.Array || value.GetArrayLength() > maxCount)
            return Wrong<string[]>(name, $"must be a list of at most {maxCount}") ?? [];
        var texts = value.EnumerateArray().Select(item => item.ValueKind is JsonValueKind.String ? Decoded(item) : null).ToArray();
        if (texts.Any(text => text is null || !isRight(text))) return Wrong<string[]>(name, otherwise) ?? [];
        return texts.Distinct(StringComparer.Ordinal).ToArray()!;
    }

    /// <summary>An object within; null: absent or null.</summary>
    public FieldReader? Object(string name)
    {
        if (!TryGet(name, out var value)) return null;
        return value.ValueKind is JsonValueKind.Object
            ? new FieldReader(value, errors, $"{path}{name}.")
            : Wrong<FieldReader>(name, "must be an object");
    }

    /// <summary>Refuses every field that nobody asked for: a misspelt embargo must not be overlooked.</summary>
    public void RefuseOthers(Func<string, bool>? except = null)
    {
        foreach (var property in body.EnumerateObject())
            if (!_known.Contains(property.Name) && except?.Invoke(property.Name) is not true)
                Refuse(property.Name, "is not a field of this request");
    }

    public void Refuse(string name, string reason) => errors.TryAdd(path + name, [$"{path}{name} {reason}."]);

    private T? Wrong<T>(string name, string reason) where T : class
    {
        Refuse(name, reason);
        return null;
    }

    private bool TryGet(string name, out JsonElement value)
    {
        _known.Add(name);
        return body.TryGetProperty(name, out value) && value.ValueKind is not JsonValueKind.Null;
    }

    private static string? Decoded(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException) // a lone surrogate, or bytes that are not UTF-8
        {
            return null;
        }
    }
}
