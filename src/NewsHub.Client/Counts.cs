namespace NewsHub.Client;

/// <summary>How an article is read.</summary>
/// <param name="Reactions">How often, by kind.</param>
public sealed record Counts(string ArticleId, long Version, long Reads, long Readers, IReadOnlyDictionary<string, long> Reactions) : News
{
    internal string Topic => $"counts/{ArticleId}";
}
