namespace NewsHub.Articles.Language;

/// <summary>The writing direction of a language.</summary>
public static class Direction
{
    /// <summary>Languages written from right to left where the tag names no script.</summary>
    private static readonly HashSet<string> RightToLeft = new(StringComparer.OrdinalIgnoreCase)
    {
        "ar", "arc", "azb", "bal", "ckb", "dv", "fa", "glk", "he", "iw", "khw", "ks", "lrc", "mzn", "nqo", "pnb", "prs", "ps", "sd", "skr", "syr", "ug", "ur", "yi",
    };

    private static readonly HashSet<string> RightToLeftScripts = new(StringComparer.OrdinalIgnoreCase) { "Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Syrc", "Thaa" };

    /// <summary>The value of the attribute <c>dir</c> for a BCP 47 tag; <c>auto</c> without one, so that the text itself decides.</summary>
    public static string Of(string? language)
    {
        if (string.IsNullOrEmpty(language)) return "auto";
        var parts = language.Split('-');
        var script = Array.Find(parts[1..], part => part.Length == 4 && char.IsAsciiLetter(part[0]));
        return (script is null ? RightToLeft.Contains(parts[0]) : RightToLeftScripts.Contains(script)) ? "rtl" : "ltr";
    }
}
