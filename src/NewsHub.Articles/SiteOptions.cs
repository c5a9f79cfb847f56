using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;

namespace NewsHub.Articles;

/// <summary>The site as readers know it: its name and its public address.</summary>
public sealed class SiteOptions
{
    public const string ConfigurationSection = "NewsHub:Web";

    /// <summary>The name of the newspaper.</summary>
    [Required(ErrorMessage = "NewsHub:Web:Title must not be empty: every page shows it.")]
    public string Title { get; set; } = "NewsHub";

    /// <summary>A line shown under the name and in search results.</summary>
    public string Tagline { get; set; } = "The news as it happens";

    /// <summary>The public URL of the hub for absolute links, such as <c>https://news.example</c>, without a path: the hub serves its pages from the root. Default: scheme and host of the request.</summary>
    [RegularExpression("^https?://[^/?#@\\s]+/?$", ErrorMessage = "NewsHub:Web:PublicUrl must be an absolute URL without a path, such as https://news.example.")]
    public string? PublicUrl { get; set; }

    /// <summary>The absolute URL of a path of the hub.</summary>
    /// <param name="path">Starts with a slash.</param>
    /// <param name="request">Supplies scheme and host when <see cref="PublicUrl"/> is not set.</param>
    public string AbsoluteUrl(string path, HttpRequest request) => AbsoluteUrl(path, $"{request.Scheme}://{request.Host}");

    /// <summary>The absolute URL of a path of the hub.</summary>
    /// <param name="path">Starts with a slash.</param>
    /// <param name="origin">Scheme and host of the request, such as <c>https://news.example</c>, for when <see cref="PublicUrl"/> is not set.</param>
    public string AbsoluteUrl(string path, string origin) => (PublicUrl?.TrimEnd('/') ?? origin) + path;
}
