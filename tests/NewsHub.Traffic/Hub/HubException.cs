namespace NewsHub.Traffic.Hub;

/// <summary>The hub cannot be worked with: it is not there, or it does not know the key.</summary>
internal sealed class HubException(string message, Exception? cause = null) : Exception(message, cause);
