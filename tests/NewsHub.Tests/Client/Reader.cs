using System.Globalization;
using NewsHub.Client;
using NewsHub.Tests.Trending;
using Xunit;

namespace NewsHub.Tests.Client;

/// <summary>Reads a wire and remembers what it was told.</summary>
internal sealed class Reader(NewsWire wire)
{
    private readonly Lock _lock = new();
    private readonly List<string> _told = [];

    /// <summary>Completes when the wire ends.</summary>
    public Task Reading { get; private set; } = Task.CompletedTask;

    public static string Name(News news) => news switch
    {
        Entry entry => entry.Seq.ToString(CultureInfo.InvariantCulture),
        Ranking ranking => $"ranking {ranking.Version}",
        Counts counts => $"counts {counts.Version}",
        _ => "reset",
    };

    public static Reader Of(NewsWire wire)
    {
        var reader = new Reader(wire);
        reader.Reading = reader.Read();
        return reader;
    }

    /// <summary>Waits until so much was told, which must be this.</summary>
    public async Task Hears(params string[] expected)
    {
        await Eventually.Is(() => Task.FromResult(Told()), told => told.Length >= expected.Length);
        Assert.Equal(expected, Told());
    }

    public Task Is(WireState state) => Eventually.Is(() => Task.FromResult(wire.State), now => now == state);

    private string[] Told()
    {
        lock (_lock) return [.. _told];
    }

    private async Task Read()
    {
        await foreach (var news in wire.ReadAll())
            lock (_lock)
                _told.Add(Name(news));
    }
}
