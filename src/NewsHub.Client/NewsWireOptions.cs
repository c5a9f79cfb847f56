using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace NewsHub.Client;

/// <summary>Options of a <see cref="NewsWire"/>.</summary>
public sealed class NewsWireOptions
{
    /// <summary>
    /// The initial topics: <c>news</c>, <c>breaking</c>, <c>section/{slug}</c>, <c>tag/{slug}</c>, <c>article/{id}</c>,
    /// <c>ranking/{rising or today}[/{section}]</c>, <c>counts/{id}</c>.
    /// </summary>
    public IReadOnlyCollection<string> Topics { get; init; } = [];

    /// <summary>The cursor of the last processed entry, after which to resume. Null: start with the newest entries.</summary>
    public string? After { get; init; }

    /// <summary>
    /// Where the token of the reader is kept, for a program that has one reader, such as an app: <see cref="ReaderFile"/> or a store of your own. The
    /// wire asks the hub for the token. Null: reads and reactions are those of the program's address.
    /// </summary>
    public IReaderStore? Reader { get; init; }

    /// <summary>Logs lost connections and their cause.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
