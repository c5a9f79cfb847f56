namespace NewsHub.Gateway.Connections;

/// <summary>Why an outbox queues what it is offered, although its transport is free.</summary>
[Flags]
internal enum OutboxHolds
{
    None = 0,

    /// <summary>The answer to a call must be written first.</summary>
    Answer = 1,

    /// <summary>The last of the missed entries must be written first.</summary>
    CatchUp = 2,
}
