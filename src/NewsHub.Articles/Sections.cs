using Microsoft.Extensions.Options;
using NewsHub.Wire;

namespace NewsHub.Articles;

/// <summary>A part of the newspaper.</summary>
/// <param name="Slug">As in <c>section/{slug}</c>.</param>
/// <param name="Name">As readers see it.</param>
public sealed record Section(string Slug, string Name)
{
    // For the configuration binder.
    public Section() : this("", "") { }
}

/// <summary>The sections of this hub.</summary>
public sealed class Sections
{
    /// <summary>What a hub has that configures none.</summary>
    public static IReadOnlyList<Section> Default { get; } =
    [
        new("news", "News"), new("world", "World"), new("politics", "Politics"), new("business", "Business"),
        new("technology", "Technology"), new("science", "Science"), new("health", "Health"), new("climate", "Climate"),
        new("sport", "Sport"), new("culture", "Culture"), new("opinion", "Opinion"),
    ];

    private readonly Dictionary<string, Section> _bySlug;

    /// <exception cref="OptionsValidationException">A slug is malformed or given twice.</exception>
    public Sections(IOptions<ArticlesOptions> options)
    {
        All = options.Value.Sections.Count == 0 ? Default : options.Value.Sections.AsReadOnly();
        if (All.FirstOrDefault(section => !Topic.IsSlug(section.Slug)) is { } malformed)
            throw Invalid($"NewsHub:Sections: \"{malformed.Slug}\" is no slug; use lower-case letters, digits and hyphens.");
        _bySlug = new Dictionary<string, Section>(StringComparer.Ordinal);
        foreach (var section in All)
            if (!_bySlug.TryAdd(section.Slug, section))
                throw Invalid($"NewsHub:Sections: \"{section.Slug}\" is there twice.");
    }

    /// <summary>In the order in which pages show them.</summary>
    public IReadOnlyList<Section> All { get; }

    public Section? Find(string? slug) => slug is null ? null : _bySlug.GetValueOrDefault(slug);

    private static OptionsValidationException Invalid(string reason) => new(ArticlesOptions.ConfigurationSection, typeof(ArticlesOptions), [reason]);
}
