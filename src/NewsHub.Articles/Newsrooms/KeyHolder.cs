namespace NewsHub.Articles.Newsrooms;

/// <summary>Whom a key belongs to.</summary>
/// <param name="Id">Names the key without giving it away.</param>
/// <param name="Newsroom">A slug; articles belong to the newsroom, whichever of its keys published them.</param>
[GenerateSerializer, Immutable, Alias("articles.keyHolder")]
public sealed record KeyHolder(
    [property: Id(0)] string Id,
    [property: Id(1)] string Newsroom,
    [property: Id(2)] string Scope,
    [property: Id(3)] DateTimeOffset CreatedAt);

/// <summary>A key that was just made; the only time its text is shown.</summary>
public sealed record NewKey(string Id, string Newsroom, string Scope, string Key);

/// <summary>What is asked for when a key is made.</summary>
public sealed record KeyRequest(string Newsroom, string Scope);
