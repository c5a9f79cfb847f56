namespace NewsHub.Articles.Lifecycle;

/// <summary>Records who erased earlier versions of an article, when and why.</summary>
/// <param name="UpToVersion">The last erased version.</param>
/// <param name="Reason">Plain text, up to 1,000 characters. Readers never see it.</param>
[GenerateSerializer, Immutable, Alias("articles.redaction")]
public sealed record Redaction(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string Newsroom,
    [property: Id(2)] string? Key,
    [property: Id(3)] int UpToVersion,
    [property: Id(4)] string Reason);
