namespace NewsHub.Articles.Lifecycle;

/// <summary>Records who withheld or killed an article, when and why.</summary>
/// <param name="Newsroom">The newsroom of the key that sent the command.</param>
/// <param name="Key">The id of that key; null when a version of the hub that did not record keys stored it.</param>
/// <param name="IsByEditor">True when the key had the scope <c>edit</c>. Only a key with that scope can then release the article.</param>
/// <param name="Reason">Plain text, up to 1,000 characters. Readers never see it.</param>
/// <param name="Notice">Plain text, up to 1,000 characters, that readers see in place of the article; null for none.</param>
[GenerateSerializer, Immutable, Alias("articles.withdrawal")]
public sealed record Withdrawal(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string Newsroom,
    [property: Id(2)] string? Key,
    [property: Id(3)] bool IsByEditor,
    [property: Id(4)] string Reason,
    [property: Id(5)] string? Notice = null);
