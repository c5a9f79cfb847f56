namespace NewsHub.Trending.Fairness;

/// <summary>The identity of a reader, as far as counting needs it.</summary>
/// <param name="Reader">The reader, hashed with today's key.</param>
/// <param name="Lasting">The same reader, hashed with the lasting key, so that a reaction can be withdrawn on a later day.</param>
/// <param name="IsBot">The User-Agent identifies itself as a bot.</param>
public readonly record struct ReaderIdentity(ulong Reader, ulong Lasting, Origin Origin, bool IsBot);
