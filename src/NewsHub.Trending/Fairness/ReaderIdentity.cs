namespace NewsHub.Trending.Fairness;

/// <summary>Who sent a request, as far as counting needs to know.</summary>
/// <param name="Reader">The reader, hashed with today's key.</param>
/// <param name="Lasting">The same reader, hashed so that a reaction can still be taken back tomorrow.</param>
/// <param name="IsBot">The browser says itself that it is a program.</param>
public readonly record struct ReaderIdentity(ulong Reader, ulong Lasting, Origin Origin, bool IsBot);
