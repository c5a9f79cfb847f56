using System.ComponentModel.DataAnnotations;

namespace NewsHub.Web.Caching;

/// <summary>A cache in front of the hub, which the hub asks to remove pages. Bound to <see cref="ConfigurationSection"/>.</summary>
public sealed class PurgeOptions
{
    public const string ConfigurationSection = "NewsHub:Web:Purge";

    /// <summary>Where to send the tags of pages after a kill, withhold, redaction or correction, and after a post was removed, struck or corrected; null to send nothing.</summary>
    [Url(ErrorMessage = "NewsHub:Web:Purge:Url must be an absolute http or https URL.")]
    public string? Url { get; set; }

    /// <summary>The value of <c>Authorization</c>, such as <c>Bearer secret</c>; null to send none.</summary>
    public string? Authorization { get; set; }
}
