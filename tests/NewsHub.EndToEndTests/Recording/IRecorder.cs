namespace NewsHub.EndToEndTests.Recording;

/// <summary>A reader over one transport, of all news at first, whose line can be cut.</summary>
public interface IRecorder : IAsyncDisposable
{
    /// <summary>Topics that bring every entry, and many of them more than once.</summary>
    static readonly string[] AllNews = ["news", "breaking", "section/world"];

    Tape Tape { get; }

    /// <summary>Asks once, from a cursor of the caller's choice, and keeps nothing.</summary>
    Task<Slice> Ask(string? after);

    /// <summary>Reads from the tape's cursor on until <paramref name="stop"/>, coming back with it whenever the line is lost.</summary>
    Task Read(CancellationToken stop);

    /// <summary>Follows other topics than before, without a break.</summary>
    Task Follow(params string[] topics);

    /// <summary>Cuts the line without a word, as a train does in a tunnel.</summary>
    void Cut();
}

/// <summary>The hub could not go on from a cursor that it had given.</summary>
public sealed class NotRecoveredException(string? cursor) : Exception($"{cursor} was not recovered.");
