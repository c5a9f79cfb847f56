namespace NewsHub.Traffic.Hub;

/// <summary>The hub cannot be used, for example because it is not reachable or rejects the key.</summary>
internal sealed class HubException(string message, Exception? cause = null) : Exception(message, cause);
