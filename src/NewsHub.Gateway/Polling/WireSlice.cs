using NewsHub.Wire;

namespace NewsHub.Gateway.Polling;

/// <summary>A piece of the wire, the oldest first.</summary>
/// <param name="Cursor">What to send as <c>after</c> next time.</param>
/// <param name="Recovered">False: the cursor could not be continued, and the entries are only the newest.</param>
public sealed record WireSlice(Cursor Cursor, bool Recovered, IReadOnlyList<Entry> Entries);
