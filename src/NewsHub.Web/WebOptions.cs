using System.ComponentModel.DataAnnotations;

namespace NewsHub.Web;

/// <summary>What the pages say about the house that runs them.</summary>
public sealed class WebOptions
{
    public const string Section = "NewsHub:Web";

    /// <summary>The newspaper's name.</summary>
    [Required(ErrorMessage = "NewsHub:Web:Title must not be empty: it is the name above every page.")]
    public string Title { get; set; } = "NewsHub";

    /// <summary>One line under the name and in search results.</summary>
    public string Tagline { get; set; } = "The news as it happens";

    /// <summary>Where readers find the hub, as in <c>https://news.example</c>; empty: as each request addressed it.</summary>
    [Url(ErrorMessage = "NewsHub:Web:PublicUrl must be a whole address, as in https://news.example.")]
    public string? PublicUrl { get; set; }
}
