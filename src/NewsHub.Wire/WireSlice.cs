namespace NewsHub.Wire;

/// <summary>A range of entries of the wire, oldest first.</summary>
/// <param name="Cursor">The value of <c>after</c> for the next request.</param>
/// <param name="Recovered">False if the cursor could not be resumed and the entries are only the newest.</param>
public sealed record WireSlice(Cursor Cursor, bool Recovered, IReadOnlyList<Entry> Entries);
