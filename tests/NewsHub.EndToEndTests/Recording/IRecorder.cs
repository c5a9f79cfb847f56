namespace NewsHub.EndToEndTests.Recording;

/// <summary>A reader over one transport that records what it receives and can be disconnected. It starts with <see cref="AllNews"/>.</summary>
public interface IRecorder : IAsyncDisposable
{
    /// <summary>Topics that together match every entry; many entries match several of them.</summary>
    static readonly string[] AllNews = ["news", "breaking", "section/world"];

    Tape Tape { get; }

    /// <summary>Requests the entries after a cursor (null: the newest) without recording them.</summary>
    Task<Slice> Ask(string? after);

    /// <summary>Reads from the cursor of the tape until <paramref name="stop"/>; reconnects with the cursor after a lost connection.</summary>
    Task Read(CancellationToken stop);

    /// <summary>Replaces the subscribed topics without losing entries.</summary>
    Task SetTopics(params string[] topics);

    /// <summary>Aborts the connection without a close handshake.</summary>
    void Abort();
}

/// <summary>The hub could not resume from a cursor that it had issued.</summary>
public sealed class NotRecoveredException(string? cursor) : Exception($"{cursor} was not recovered.");
