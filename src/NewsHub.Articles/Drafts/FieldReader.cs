using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NewsHub.Articles.Drafts;

/// <summary>Reads the fields of a JSON object and collects errors by field.</summary>
/// <param name="path">Prefix of this object's field names in <paramref name="errors"/>.</param>
internal sealed partial class FieldReader(JsonElement body, Dictionary<string, string[]> errors, string path = "")
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public bool Has(string name)
    {
        _known.Add(name);
        return body.TryGetProperty(name, out _);
    }

    /// <summary>True when the field is there and null, which clears a value that an absent field keeps.</summary>
    public bool IsNull(string name) => body.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Null;

    /// <summary>Reads text without control characters other than tabs and line ends. Null when absent, null, blank or invalid.</summary>
    /// <param name="max">Maximum number of code points, without white space at both ends.</param>
    public string? Text(string name, int max)
    {
        if (!TryGet(name, out var value)) return null;
        if (value.ValueKind is not JsonValueKind.String) return Fail<string>(name, "must be text");
        if (Decode(value)?.Trim() is not { } text) return Fail<string>(name, "is not valid Unicode");
        if (CodePoints(text) is var length && length > max) return Fail<string>(name, $"is {length} characters long; at most {max} are allowed");
        if (text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))) return Fail<string>(name, "contains control characters");
        return text.All(IsInvisible) ? null : text;
    }

    private static int CodePoints(string text) => text.Length - text.Count(char.IsLowSurrogate);

    private static bool IsInvisible(char c) => char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format;

    /// <summary>Reads text without markup. Line ends and tabs become spaces.</summary>
    public string? PlainText(string name, int max) => Text(name, max) switch
    {
        null => null,
        var text when Markup.ContainsTag(text) => Fail<string>(name, "must be plain text without markup"),
        var text => string.Join(' ', text.Split(['\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
    };

    public string? Matching(string name, int max, Func<string, bool> isValid, string reason) => Text(name, max) switch
    {
        null => null,
        var text when !isValid(text) => Fail<string>(name, reason),
        var text => text,
    };

    public int? Number(string name, int min, int max)
    {
        if (!TryGet(name, out var value)) return null;
        if (value.ValueKind is not JsonValueKind.Number || !value.TryGetInt32(out var number) || number < min || number > max)
        {
            AddError(name, $"must be a whole number from {min} to {max}");
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
        AddError(name, $"must be one of {string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName))}");
        return null;
    }

    /// <summary>Reads a date and time with its offset from UTC (RFC 3339). Without one, newsrooms in other zones would be released at the wrong hour.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name, 40) is not { } text) return null;
        if (Timestamp().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time)
            && time.Year is >= 1600 and <= 2200)
            return DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
        AddError(name, "must be a time with its zone, such as 2026-11-23T21:45:00Z or 2026-11-23T22:45:00+01:00");
        return null;
    }

    /// <summary>Reads a list of distinct texts in the given order.</summary>
    public IReadOnlyList<string> Texts(string name, int maxCount, Func<string, bool> isValid, string reason)
    {
        if (!TryGet(name, out var value)) return [];
        if (value.ValueKind is not JsonValueKind.Array || value.GetArrayLength() > maxCount)
            return Fail<string[]>(name, $"must be a list of at most {maxCount}") ?? [];
        var texts = value.EnumerateArray().Select(item => item.ValueKind is JsonValueKind.String ? Decode(item) : null).ToArray();
        if (texts.Any(text => text is null || !isValid(text))) return Fail<string[]>(name, reason) ?? [];
        return texts.Distinct(StringComparer.Ordinal).ToArray()!;
    }

    /// <summary>Reads a nested object. Null when absent, null or invalid.</summary>
    public FieldReader? Object(string name)
    {
        if (!TryGet(name, out var value)) return null;
        return value.ValueKind is JsonValueKind.Object
            ? new FieldReader(value, errors, $"{path}{name}.")
            : Fail<FieldReader>(name, "must be an object");
    }

    /// <summary>Reads a list of objects in the given order; those that are none are errors.</summary>
    public IReadOnlyList<FieldReader> Objects(string name, int maxCount)
    {
        if (!TryGet(name, out var value)) return [];
        if (value.ValueKind is not JsonValueKind.Array || value.GetArrayLength() > maxCount || value.EnumerateArray().Any(item => item.ValueKind is not JsonValueKind.Object))
            return Fail<FieldReader[]>(name, $"must be a list of at most {maxCount} objects") ?? [];
        return [.. value.EnumerateArray().Select((item, index) => new FieldReader(item, errors, $"{path}{name}[{index}]."))];
    }

    /// <summary>Reads true or false.</summary>
    public bool? Flag(string name)
    {
        if (!TryGet(name, out var value)) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        AddError(name, "must be true or false");
        return null;
    }

    /// <summary>Adds an error for every field that was not read, so that a misspelt embargo is not ignored.</summary>
    public void RejectUnknownFields(Func<string, bool>? except = null)
    {
        foreach (var property in body.EnumerateObject())
            if (!_known.Contains(property.Name) && except?.Invoke(property.Name) is not true)
                AddError(property.Name, "is not a field of this request");
    }

    public void AddError(string name, string reason) => errors.TryAdd(path + name, [$"{path}{name} {reason}."]);

    private T? Fail<T>(string name, string reason) where T : class
    {
        AddError(name, reason);
        return null;
    }

    private bool TryGet(string name, out JsonElement value)
    {
        _known.Add(name);
        return body.TryGetProperty(name, out value) && value.ValueKind is not JsonValueKind.Null;
    }

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex Timestamp();

    private static string? Decode(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException) // an unpaired surrogate, or bytes that are not UTF-8
        {
            return null;
        }
    }
}
