namespace NewsHub.Client;

/// <summary>Whether what was told is the newest there is.</summary>
public enum WireState
{
    Connecting,

    /// <summary>Connected; what was missed is being fetched.</summary>
    CatchingUp,
    Live,

    /// <summary>The line was lost; another is tried for after a pause.</summary>
    Offline,
    Paused,
}
