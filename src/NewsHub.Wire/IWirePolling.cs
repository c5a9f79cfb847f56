namespace NewsHub.Wire;

/// <summary>
/// Reads the wire for clients that poll. All of them have the same limits: of topics, of waiting, and of entries per second for an address. Implemented
/// by live push, which holds the newest entries and the readers who wait.
/// </summary>
public interface IWirePolling
{
    /// <summary>Returns the reasons why a poll is invalid, by the name of its query parameter; empty if it is valid.</summary>
    IDictionary<string, string[]> Check(WirePoll poll);

    /// <summary>Reads the next entries. The wait also ends when the hub is about to stop.</summary>
    /// <param name="poll">A valid one.</param>
    /// <param name="aborted">The client has gone.</param>
    Task<WireSlice> Read(WirePoll poll, CancellationToken aborted);
}
