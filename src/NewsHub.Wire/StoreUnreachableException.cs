namespace NewsHub.Wire;

/// <summary>
/// The database did not answer. The message says whether the write may have been stored. The exception may cross process boundaries, so the
/// driver's exception is not attached; it is logged where it occurred.
/// </summary>
[GenerateSerializer, Alias("wire.storeUnreachable")]
public sealed class StoreUnreachableException(string message) : Exception(message)
{
    internal static StoreUnreachableException NothingStored() =>
        new("The database cannot be reached; nothing was stored. Try again in a moment.");

    internal static StoreUnreachableException Unknown() =>
        new("The connection to the database was lost during a write; whether it was stored is unknown. Repeat the command with the same Idempotency-Key.");

    internal static StoreUnreachableException NotRead() => new("The database cannot be reached. Try again in a moment.");
}
