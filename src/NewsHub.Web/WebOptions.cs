using System.ComponentModel.DataAnnotations;

namespace NewsHub.Web;

/// <summary>Settings of the readers' pages.</summary>
public sealed class WebOptions
{
    public const string Section = "NewsHub:Web";

    /// <summary>The name of the newspaper.</summary>
    [Required(ErrorMessage = "NewsHub:Web:Title must not be empty: every page shows it.")]
    public string Title { get; set; } = "NewsHub";

    /// <summary>A line shown under the name and in search results.</summary>
    public string Tagline { get; set; } = "The news as it happens";

    /// <summary>The public URL of the hub for canonical links, such as <c>https://news.example</c>. Default: scheme and host of the request.</summary>
    [Url(ErrorMessage = "NewsHub:Web:PublicUrl must be an absolute URL such as https://news.example.")]
    public string? PublicUrl { get; set; }
}
