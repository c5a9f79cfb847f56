using System.ComponentModel.DataAnnotations;

namespace NewsHub.Syndication;

/// <summary>What programs get: the ids of articles in feeds.</summary>
public sealed class SyndicationOptions
{
    public const string ConfigurationSection = "NewsHub:Syndication";

    /// <summary>
    /// The host name in the ids of articles (<c>tag:news.example,2026:article/…</c>). Ids must not change when the site moves: set the first name then.
    /// Default: the host of the public address.
    /// </summary>
    [RegularExpression("^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$", ErrorMessage = "NewsHub:Syndication:IdHost must be a host name such as news.example.")]
    public string? IdHost { get; set; }
}
