using NewsHub.Trending.Counting;
using NewsHub.Wire;

namespace NewsHub.Gateway.FanOut;

/// <summary>The answer to a subscription: the missed entries, or the newest if they could not be recovered, and the current states.</summary>
/// <param name="Cursor">Everything up to this cursor has been sent; later entries have a higher sequence.</param>
/// <param name="Recovered">False if the cursor could not be resumed and <paramref name="Entries"/> are only the newest.</param>
/// <param name="Entries">Oldest first.</param>
public sealed record Snapshot(
    Cursor Cursor,
    bool Recovered,
    IReadOnlyList<Entry> Entries,
    IReadOnlyList<Trending.Ranking.Ranking> Rankings,
    IReadOnlyList<Counts> Counts);

/// <summary>Sent on an event stream after all missed entries.</summary>
public sealed record CaughtUp(Cursor Cursor);
