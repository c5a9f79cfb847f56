namespace NewsHub.Traffic.Load;

/// <summary>How far a reader has come.</summary>
internal enum ReaderState
{
    Dialling,

    /// <summary>Subscribed, and caught up.</summary>
    Live,

    /// <summary>Without a connection.</summary>
    Away,
}
