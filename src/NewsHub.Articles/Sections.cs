using Microsoft.Extensions.Options;
using NewsHub.Wire;

namespace NewsHub.Articles;

/// <summary>A section of the newspaper.</summary>
/// <param name="Slug">The slug in the topic <c>section/{slug}</c>.</param>
/// <param name="Name">The display name.</param>
public sealed record Section(string Slug, string Name)
{
    // Required by the configuration binder.
    public Section() : this("", "") { }
}

/// <summary>The sections of this hub.</summary>
public sealed class Sections : IKnownSections
{
    /// <summary>The sections of a hub that configures none.</summary>
    public static IReadOnlyList<Section> Default { get; } =
    [
        new("news", "News"), new("world", "World"), new("politics", "Politics"), new("business", "Business"),
        new("technology", "Technology"), new("science", "Science"), new("health", "Health"), new("climate", "Climate"),
        new("sport", "Sport"), new("culture", "Culture"), new("opinion", "Opinion"),
    ];

    private readonly Dictionary<string, Section> _bySlug;

    /// <exception cref="OptionsValidationException">A slug is malformed or listed more than once.</exception>
    public Sections(IOptions<ArticlesOptions> options)
    {
        All = options.Value.Sections.Count == 0 ? Default : options.Value.Sections.AsReadOnly();
        if (All.FirstOrDefault(section => !Topic.IsSlug(section.Slug)) is { } malformed)
            throw Invalid($"NewsHub:Sections: \"{malformed.Slug}\" is not a valid slug; use lower-case letters, digits and hyphens.");
        _bySlug = new Dictionary<string, Section>(StringComparer.Ordinal);
        foreach (var section in All)
            if (!_bySlug.TryAdd(section.Slug, section))
                throw Invalid($"NewsHub:Sections: \"{section.Slug}\" is listed more than once.");
    }

    /// <summary>The sections in display order.</summary>
    public IReadOnlyList<Section> All { get; }

    /// <summary>The slugs as a list in words, for errors.</summary>
    public string Slugs => string.Join(", ", All.Select(section => section.Slug));

    bool IKnownSections.Has(string slug) => Find(slug) is not null;

    public Section? Find(string? slug) => slug is null ? null : _bySlug.GetValueOrDefault(slug);

    private static OptionsValidationException Invalid(string reason) => new(ArticlesOptions.ConfigurationSection, typeof(ArticlesOptions), [reason]);
}
