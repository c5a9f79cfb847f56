using System.ComponentModel.DataAnnotations;

namespace NewsHub.Syndication;

/// <summary>What programs get: the ids of articles in feeds, and rules for crawlers.</summary>
public sealed class SyndicationOptions : IValidatableObject
{
    public const string ConfigurationSection = "NewsHub:Syndication";

    /// <summary>
    /// The host name in the ids of articles (<c>tag:news.example,2026:article/…</c>). Ids must not change when the site moves: set the first name then.
    /// Default: the host of the public address.
    /// </summary>
    [RegularExpression("^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$", ErrorMessage = "NewsHub:Syndication:IdHost must be a host name such as news.example.")]
    public string? IdHost { get; set; }

    /// <summary>Lines of <c>/robots.txt</c> after those of the hub, such as <c>User-agent: OtherBot</c> and <c>Disallow: /</c>.</summary>
    [MaxLength(200, ErrorMessage = "NewsHub:Syndication:Robots must not have more than 200 lines.")]
    public IList<string> Robots { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Robots.Any(line => line.Any(char.IsControl))) yield return new("NewsHub:Syndication:Robots must have one line per element, without control characters.");
    }
}
