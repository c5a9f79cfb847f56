namespace NewsHub.Client.Transports;

/// <summary>A message that a transport receives from the hub.</summary>
internal abstract record Message
{
    private Message()
    {
    }

    public sealed record NewsReceived(News News) : Message;

    public sealed record RankingChanged(RankingDelta Delta) : Message;

    /// <summary>The hub is about to stop: reconnect at a random time within these seconds.</summary>
    public sealed record Reconnect(int WithinSeconds) : Message;
}
