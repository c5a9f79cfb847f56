using System.Threading.Channels;

namespace NewsHub.Client.Transports;

/// <summary>A connection to the hub, whatever the transport.</summary>
internal interface ITransport : IAsyncDisposable
{
    /// <summary>Completes when the line is lost.</summary>
    ChannelReader<Message> Messages { get; }

    /// <summary>Fails where nobody answers or something between us and the hub forbids it.</summary>
    Task Open(CancellationToken stop);

    /// <summary>
    /// Follows these topics and no others from the cursor on; what was followed before is forgotten. What comes meanwhile waits in
    /// <see cref="Messages"/>, to be taken after the answer.
    /// </summary>
    /// <exception cref="RefusedException">The hub does not have them.</exception>
    Task<Snapshot> Follow(IReadOnlyCollection<string> topics, string? after, CancellationToken stop);

    /// <exception cref="RefusedException">There is no such article.</exception>
    Task Read(string articleId, CancellationToken stop);

    /// <exception cref="RefusedException">There is no such article or reaction.</exception>
    Task<Counts> React(string articleId, string reaction, bool on, CancellationToken stop);
}

internal static class TransportMessages
{
    /// <summary>
    /// Messages that may wait for the application: 1,000 × about 1 KB = 1 MB. A line that brings more is given up, and the next one goes on
    /// from the cursor.
    /// </summary>
    public const int MaxWaiting = 1_000;

    public static Channel<Message> OpenChannel() => Channel.CreateBounded<Message>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
}
