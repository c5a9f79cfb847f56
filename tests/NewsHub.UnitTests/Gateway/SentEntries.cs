namespace NewsHub.Tests.Gateway;

/// <summary>Reads what an outbox wrote as server-sent events.</summary>
internal static class SentEntries
{
    /// <summary>The sequences of the entries, in the order of writing.</summary>
    public static IEnumerable<long> SequencesIn(string text) =>
        text.Split('\n').Where(line => line.StartsWith("id: ", StringComparison.Ordinal)).Select(line => NewsHub.Wire.Cursor.Parse(line[4..]).Sequence);
}
