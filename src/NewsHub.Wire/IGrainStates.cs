namespace NewsHub.Wire;

/// <summary>Grain states in the wire's database: bytes under the whole grain id and the state's name, guarded by an etag that counts up.</summary>
internal interface IGrainStates
{
    /// <summary>Null: never written.</summary>
    Task<StoredState?> Find(string grainId, string name);

    /// <summary>Stores a state if its etag is still <paramref name="expected"/> (0: it was never written); completes when that would survive a power cut.</summary>
    /// <param name="payload">Null: cleared.</param>
    Task<bool> TryStore(string grainId, string name, long expected, byte[]? payload);
}

/// <param name="Payload">Null: it was cleared.</param>
internal sealed record StoredState(long Etag, byte[]? Payload);
