namespace NewsHub.Client;

/// <summary>The entries since a cursor, or the newest ones if <paramref name="Recovered"/> is false, with the current rankings and counts.</summary>
/// <param name="Entries">Oldest first.</param>
internal sealed record Snapshot(
    string? Cursor, bool Recovered, IReadOnlyList<Entry> Entries, IReadOnlyList<Ranking> Rankings, IReadOnlyList<Counts> Counts)
{
    /// <summary>The snapshot of no topics.</summary>
    public static Snapshot Empty { get; } = new(null, Recovered: true, [], [], []);
}
