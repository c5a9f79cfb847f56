namespace NewsHub.Trending.Fairness;

/// <summary>The identity of a reader, as far as counting needs it.</summary>
/// <param name="Reader">The reader, hashed with today's key.</param>
/// <param name="Lasting">
/// The reader hashed with the lasting key, so that a reaction can be withdrawn on a later day. All readers of an address who have no cookie are one.
/// </param>
/// <param name="IsBot">The User-Agent identifies itself as a bot.</param>
public readonly record struct ReaderIdentity(ulong Reader, ulong Lasting, Origin Origin, bool IsBot)
{
    /// <summary>The lasting identity that earlier versions gave this reader; 0: the same.</summary>
    public ulong Former { get; init; }

    /// <summary>The address, hashed with today's key.</summary>
    public ulong Address { get; init; }

    /// <summary>The network of the address, hashed with today's key.</summary>
    public ulong Network { get; init; }
}
