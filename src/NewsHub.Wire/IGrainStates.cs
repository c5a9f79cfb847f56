namespace NewsHub.Wire;

/// <summary>Reads and writes grain states in the wire's database: bytes under the full grain id and the state's name, with an etag that increases by one per write.</summary>
internal interface IGrainStates
{
    /// <summary>Returns the state, or null if it was never written.</summary>
    Task<StoredState?> Find(string grainId, string name);

    /// <summary>Stores a state if its etag is still <paramref name="expected"/> (0: never written). Completes when the write is durable.</summary>
    /// <param name="payload">The state; null to clear it.</param>
    Task<bool> TryStore(string grainId, string name, long expected, byte[]? payload);
}

/// <param name="Payload">The state; null if it was cleared.</param>
internal sealed record StoredState(long Etag, byte[]? Payload);
