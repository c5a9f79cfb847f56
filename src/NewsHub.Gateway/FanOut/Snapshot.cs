using NewsHub.Trending.Counting;
using NewsHub.Wire;

namespace NewsHub.Gateway.FanOut;

/// <summary>The answer to a subscription: what was missed, or where things stand.</summary>
/// <param name="Cursor">Up to here nothing else will come; what comes later has a higher sequence.</param>
/// <param name="Recovered">False: the cursor could not be continued, and <paramref name="Entries"/> are only the newest.</param>
/// <param name="Entries">The oldest first.</param>
public sealed record Snapshot(
    Cursor Cursor,
    bool Recovered,
    IReadOnlyList<Entry> Entries,
    IReadOnlyList<Trending.Ranking.Ranking> Rankings,
    IReadOnlyList<Counts> Counts);

/// <summary>What a stream of events says once all that was missed is said.</summary>
public sealed record CaughtUp(Cursor Cursor);
