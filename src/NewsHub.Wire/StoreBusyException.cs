namespace NewsHub.Wire;

/// <summary>The store has more writes waiting than it will hold; the caller should come back a little later.</summary>
[GenerateSerializer, Alias("wire.storeBusy")]
public sealed class StoreBusyException(int waiting) : Exception($"{waiting} writes are waiting already; try again in a moment.");
