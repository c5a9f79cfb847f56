using NewsHub.Trending.Fairness;

namespace NewsHub.Trending.Counting;

/// <summary>What every endpoint that takes reactions has in common.</summary>
public static class ReaderReactions
{
    /// <summary>Why a reaction is refused when <see cref="Counts.IsOverLimit"/>.</summary>
    public const string OverLimit =
        "Your address or its network has given as many reactions to this article today as one may. The next day begins at midnight UTC.";

    /// <summary>Sets or withdraws the reader's reaction, as <see cref="ITrendingCounterGrain.React"/> does.</summary>
    public static Task<Counts?> React(this ITrendingCounterGrain counter, in ReaderIdentity reader, string reaction, bool on) =>
        counter.React(reader.Lasting, reaction, on, reader.Reader, reader.Address, reader.Network, reader.Former);
}
