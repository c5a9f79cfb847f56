namespace NewsHub.Wire;

/// <summary>
/// The database did not answer. The message says what that means for the caller, who may be in another process: the driver's own failure,
/// which does not travel, is logged where it happened.
/// </summary>
[GenerateSerializer, Alias("wire.storeUnreachable")]
public sealed class StoreUnreachableException(string message) : Exception(message)
{
    internal static StoreUnreachableException NothingStored() =>
        new("The database cannot be reached; nothing was stored. Try again in a moment.");

    internal static StoreUnreachableException Unknown() =>
        new("The database was lost in the middle of a write; whether it was stored is unknown. Repeat the command with the same Idempotency-Key.");

    internal static StoreUnreachableException NotRead() => new("The database cannot be reached. Try again in a moment.");
}
