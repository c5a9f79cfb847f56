using System.ComponentModel.DataAnnotations;

namespace NewsHub.Articles;

/// <summary>What a hub publishes under.</summary>
public sealed class ArticlesOptions
{
    public const string ConfigurationSection = "NewsHub";

    /// <summary>The sections, in the order in which pages show them; none: <see cref="Sections.Default"/>.</summary>
    [MaxLength(50, ErrorMessage = "NewsHub:Sections: a hub has at most 50 sections.")]
    public IList<Section> Sections { get; set; } = [];

    /// <summary>A key that may do everything, instead of the one that the first start draws.</summary>
    [RegularExpression(@"\S{16,256}", ErrorMessage = "NewsHub:AdminKey must be 16 to 256 characters without spaces: a shorter one can be guessed.")]
    public string? AdminKey { get; set; }
}
