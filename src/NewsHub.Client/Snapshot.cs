namespace NewsHub.Client;

/// <summary>What was missed since a cursor; where <paramref name="Recovered"/> is false, where things stand now.</summary>
/// <param name="Entries">The oldest first.</param>
internal sealed record Snapshot(
    string? Cursor, bool Recovered, IReadOnlyList<Entry> Entries, IReadOnlyList<Ranking> Rankings, IReadOnlyList<Counts> Counts)
{
    /// <summary>The answer to those who follow nothing.</summary>
    public static Snapshot Nothing { get; } = new(null, Recovered: true, [], [], []);
}
