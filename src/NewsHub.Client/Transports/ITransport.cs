using System.Threading.Channels;

namespace NewsHub.Client.Transports;

/// <summary>A connection to the hub.</summary>
internal interface ITransport : IAsyncDisposable
{
    /// <summary>Messages from the hub. Completes when the connection is lost.</summary>
    ChannelReader<Message> Messages { get; }

    /// <summary>Opens the connection; throws if the hub does not answer or a proxy blocks the transport.</summary>
    Task Open(CancellationToken stop);

    /// <summary>
    /// Replaces the subscription by these topics, from the cursor on, and returns what was missed. Messages that arrive meanwhile wait in
    /// <see cref="Messages"/> and must be processed after the snapshot.
    /// </summary>
    /// <exception cref="RefusedException">The hub does not have one of the topics.</exception>
    Task<Snapshot> Subscribe(IReadOnlyCollection<string> topics, string? after, CancellationToken stop);

    /// <exception cref="RefusedException">There is no such article.</exception>
    Task Read(string articleId, CancellationToken stop);

    /// <exception cref="RefusedException">There is no such article or reaction.</exception>
    Task<Counts> React(string articleId, string reaction, bool on, CancellationToken stop);
}

internal static class TransportMessages
{
    /// <summary>
    /// Messages that may wait for the application: 1,000 × about 1 KB = 1 MB. A SignalR connection that exceeds it is closed; an event
    /// stream is not read until there is space, and closed after 45 s. The next connection resumes from the cursor.
    /// </summary>
    public const int MaxWaiting = 1_000;

    public static Channel<Message> OpenChannel() => Channel.CreateBounded<Message>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
}
