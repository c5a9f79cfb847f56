namespace NewsHub.EndToEndTests.Syndication;

/// <summary>An item of a feed as a program understands it.</summary>
/// <param name="Published">Seconds since 1970, which is all that RSS has.</param>
internal sealed record ReadItem(string Id, string Title, string Link, long Published, string Content);
