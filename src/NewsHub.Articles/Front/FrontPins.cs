namespace NewsHub.Articles.Front;

/// <summary>What editors place on the front page. Everything else there is placed by urgency and time.</summary>
[GenerateSerializer, Immutable, Alias("articles.frontPins")]
public sealed record FrontPins
{
    /// <summary>Maximum number of pinned articles besides the lead; the front page shows the first four.</summary>
    public const int MaxPinned = 12;

    public static readonly FrontPins None = new();

    /// <summary>The id of the leading article; null when no editor chose one.</summary>
    [Id(0)] public string? Lead { get; init; }

    /// <summary>Ids of the articles after the lead, in order.</summary>
    [Id(1)] public IReadOnlyList<string> Pinned { get; init; } = [];

    /// <summary>When it was last changed; null when it never was.</summary>
    [Id(2)] public DateTimeOffset? At { get; init; }

    /// <summary>The newsroom whose key changed it last.</summary>
    [Id(3)] public string? By { get; init; }

    public bool Has(string id) => Lead == id || Pinned.Contains(id);

    /// <summary>The same without an article.</summary>
    public FrontPins Without(string id) => this with { Lead = Lead == id ? null : Lead, Pinned = [.. Pinned.Where(other => other != id)] };
}
