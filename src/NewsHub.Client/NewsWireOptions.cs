using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace NewsHub.Client;

/// <summary>How a <see cref="NewsWire"/> begins.</summary>
public sealed class NewsWireOptions
{
    /// <summary>
    /// What to follow at first: <c>news</c>, <c>breaking</c>, <c>section/{slug}</c>, <c>tag/{slug}</c>, <c>article/{id}</c>,
    /// <c>ranking/{rising or today}[/{section}]</c>, <c>counts/{id}</c>.
    /// </summary>
    public IReadOnlyCollection<string> Topics { get; init; } = [];

    /// <summary>The cursor of the last entry that was dealt with; null: the newest entries come first.</summary>
    public string? After { get; init; }

    /// <summary>Told when a line is lost and why.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
