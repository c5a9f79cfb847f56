namespace NewsHub.Wire;

/// <summary>The store's write queue is full; the caller should retry after a short delay.</summary>
[GenerateSerializer, Alias("wire.storeBusy")]
public sealed class StoreBusyException(int waiting) : Exception($"{waiting} writes are already waiting. Try again in a moment.");
