using System.Globalization;
using NewsHub.Client;
using Xunit;

namespace NewsHub.Tests.Client;

/// <summary>Reads a wire and records the received news.</summary>
internal sealed class RecordingReader(NewsWire wire)
{
    private readonly Lock _lock = new();
    private readonly List<string> _received = [];

    /// <summary>Completes when the wire ends.</summary>
    public Task Reading { get; private set; } = Task.CompletedTask;

    public int Count => Received().Length;

    public static string Describe(News news) => news switch
    {
        Entry entry => entry.Seq.ToString(CultureInfo.InvariantCulture),
        Ranking ranking => $"ranking {ranking.Version}",
        Counts counts => $"counts {counts.Version}",
        _ => "reset",
    };

    public static RecordingReader Start(NewsWire wire)
    {
        var reader = new RecordingReader(wire);
        reader.Reading = reader.Read();
        return reader;
    }

    /// <summary>Waits until as many items are received as expected, and asserts that they are equal.</summary>
    public async Task Receives(params string[] expected)
    {
        await Eventually.Is(() => Task.FromResult(Received()), received => received.Length >= expected.Length);
        Assert.Equal(expected, Received());
    }

    public Task Reaches(WireState state) => Eventually.Is(() => Task.FromResult(wire.State), now => now == state);

    private string[] Received()
    {
        lock (_lock) return [.. _received];
    }

    private async Task Read()
    {
        await foreach (var news in wire.ReadAll())
            lock (_lock)
                _received.Add(Describe(news));
    }
}
