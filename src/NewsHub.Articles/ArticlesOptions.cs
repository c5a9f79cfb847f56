using System.ComponentModel.DataAnnotations;

namespace NewsHub.Articles;

/// <summary>Sections and the admin key of a hub.</summary>
public sealed class ArticlesOptions
{
    public const string ConfigurationSection = "NewsHub";

    /// <summary>The sections in display order. When empty, <see cref="Sections.Default"/> applies.</summary>
    [MaxLength(50, ErrorMessage = "NewsHub:Sections must not contain more than 50 sections.")]
    public IList<Section> Sections { get; set; } = [];

    /// <summary>A key with the scope <c>admin</c>. When null or empty, the hub generates one at its first start.</summary>
    [RegularExpression(@"\S{16,256}", ErrorMessage = "NewsHub:AdminKey must have 16 to 256 characters without spaces; a shorter key can be guessed.")]
    public string? AdminKey { get; set; }
}
