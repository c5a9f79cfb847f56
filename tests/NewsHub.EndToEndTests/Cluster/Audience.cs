using NewsHub.EndToEndTests.Recording;
using Xunit;

namespace NewsHub.EndToEndTests.Cluster;

/// <summary>Readers of every transport, spread over all hubs. A reader that loses its hub resumes at the next one with its cursor.</summary>
internal sealed class Audience : IAsyncDisposable
{
    private readonly IReadOnlyList<IRecorder> _readers;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _reading;

    private Audience(IReadOnlyList<IRecorder> readers, string start)
    {
        _readers = readers;
        foreach (var reader in readers) reader.Tape.StartAt(start);
        _reading = [.. readers.Select(reader => Task.Run(() => reader.Read(_stop.Token)))];
    }

    /// <summary>Starts readers at the current end of the wire, one third on each transport.</summary>
    public static async Task<Audience> Start(IReadOnlyList<HubProcess> hubs, int readers)
    {
        using var newsroom = hubs[0].OpenNewsroom();
        return await Start(newsroom, [.. Enumerable.Range(0, readers / 3).SelectMany(index => new IRecorder[]
        {
            new SignalRRecorder(Next(hubs, index), Protocols.Json), new EventRecorder(Next(hubs, index)), new LongPollRecorder(Next(hubs, index)),
        })]);
    }

    /// <summary>Starts the given readers at the current end of the wire.</summary>
    public static async Task<Audience> Start(Newsroom newsroom, params IReadOnlyList<IRecorder> readers) =>
        new(readers, (await Wire.CurrentCursor(newsroom.Http)).ToString());

    /// <summary>Asserts that every reader received exactly these entries, once and in this order.</summary>
    public async Task AssertReceived(IReadOnlyList<Entry> wire)
    {
        await Eventually.Is(
            () => _reading.Any(task => task.IsCompleted) || _readers.All(reader => WireCursor.Parse(reader.Tape.Cursor!).Seq >= wire[^1].Seq), TimeSpan.FromSeconds(60));
        await _stop.CancelAsync();
        await Task.WhenAll(_reading);
        Assert.All(_readers, reader => Assert.Equal(
            wire.Select(entry => (entry.Seq, entry.Kind, entry.Article.Id, entry.Article.Version)),
            reader.Tape.Entries.Select(entry => (entry.Seq, entry.Kind, entry.Article.Id, entry.Article.Version))));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var reader in _readers) await reader.DisposeAsync();
        _stop.Dispose();
    }

    /// <summary>The addresses of the hubs in turn.</summary>
    public static Func<Uri> Next(IReadOnlyList<HubProcess> hubs, int index)
    {
        var next = index;
        return () => hubs[Interlocked.Increment(ref next) % hubs.Count].Address;
    }
}
