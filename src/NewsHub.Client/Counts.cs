namespace NewsHub.Client;

/// <summary>The reads, readers and reactions of an article.</summary>
/// <param name="Version">Increases with every change.</param>
/// <param name="Reactions">The number of reactions by kind.</param>
public sealed record Counts(string ArticleId, long Version, long Reads, long Readers, IReadOnlyDictionary<string, long> Reactions) : News
{
    internal string Topic => $"counts/{ArticleId}";
}
