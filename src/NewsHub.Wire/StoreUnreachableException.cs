namespace NewsHub.Wire;

/// <summary>
/// The database did not answer, or it cannot write at present: its disk is full, or another program holds a lock. The message says whether the
/// write may have been stored. The exception may cross process boundaries, so the driver's exception is not attached; it is logged where it
/// occurred.
/// </summary>
[GenerateSerializer, Alias("wire.storeUnreachable")]
public sealed class StoreUnreachableException(string message) : Exception(message)
{
    internal static StoreUnreachableException NothingStored() =>
        new("The database cannot be reached; nothing was stored. Try again in a moment.");

    internal static StoreUnreachableException Refused(string reason) => new($"{reason} Nothing was stored. Try again later.");

    internal static StoreUnreachableException DiskFull() => Refused("The disk of the database is full.");

    internal static StoreUnreachableException Locked() => Refused("Another program has locked the database.");

    internal static StoreUnreachableException Unknown() =>
        new("The database did not answer a write; whether it was stored is unknown. Repeat the command with the same Idempotency-Key.");

    internal static StoreUnreachableException NotRead() => new("The database cannot be reached. Try again in a moment.");
}
