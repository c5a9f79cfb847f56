using System.ComponentModel.DataAnnotations;

namespace NewsHub.Articles.Language;

/// <summary>The language of the pages' own words and dates. Articles name their own language.</summary>
public sealed class LanguageOptions
{
    public const string ConfigurationSection = "NewsHub:Web";

    /// <summary>A BCP 47 tag. The hub has the words of <c>en</c> and <c>de</c>, with any region.</summary>
    [Required, RegularExpression("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$", ErrorMessage = "NewsHub:Web:Language must be a BCP 47 tag such as en or de-AT.")]
    public string Language { get; set; } = "en";

    /// <summary>A JSON file with the words of another language, with the names of <c>src/NewsHub.Articles/Language/en.json</c>.</summary>
    public string? WordsFile { get; set; }
}
