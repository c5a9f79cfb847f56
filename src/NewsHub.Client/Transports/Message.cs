namespace NewsHub.Client.Transports;

/// <summary>What comes over a line.</summary>
internal abstract record Message
{
    private Message()
    {
    }

    public sealed record Told(News News) : Message;

    public sealed record Changed(RankingDelta Delta) : Message;

    /// <summary>The hub is about to stop: come back at a moment of your own within these seconds.</summary>
    public sealed record Reconnect(int WithinSeconds) : Message;
}
