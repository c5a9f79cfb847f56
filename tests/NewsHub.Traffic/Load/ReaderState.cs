namespace NewsHub.Traffic.Load;

/// <summary>Connection state of a reader.</summary>
internal enum ReaderState
{
    Dialling,

    /// <summary>Subscribed and caught up.</summary>
    Live,

    /// <summary>Disconnected.</summary>
    Away,
}
