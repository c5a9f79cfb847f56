namespace NewsHub.Client;

/// <summary>The state of a wire; only <see cref="Live"/> means that the delivered news is current.</summary>
public enum WireState
{
    Connecting,

    /// <summary>Connected and fetching missed news.</summary>
    CatchingUp,
    Live,

    /// <summary>Not connected. Unless the wire has ended, it reconnects after a delay.</summary>
    Offline,
    Paused,
}
