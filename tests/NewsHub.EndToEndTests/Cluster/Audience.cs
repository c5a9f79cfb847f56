using NewsHub.EndToEndTests.Recording;
using Xunit;

namespace NewsHub.EndToEndTests.Cluster;

/// <summary>Readers of every transport, spread over all hubs; whoever loses their hub goes to the next with their cursor.</summary>
internal sealed class Audience : IAsyncDisposable
{
    private readonly IReadOnlyList<IRecorder> _readers;
    private readonly CancellationTokenSource _over = new();
    private readonly Task[] _reading;

    private Audience(IReadOnlyList<IRecorder> readers, string start)
    {
        _readers = readers;
        foreach (var reader in readers) reader.Tape.Begin(start);
        _reading = [.. readers.Select(reader => Task.Run(() => reader.Read(_over.Token)))];
    }

    /// <summary>So many, a third of them of each transport, all at the wire's present end.</summary>
    public static async Task<Audience> Gather(IReadOnlyList<HubProcess> hubs, int readers)
    {
        using var newsroom = hubs[0].OpenNewsroom();
        return await Gather(newsroom, [.. Enumerable.Range(0, readers / 3).SelectMany(seat => new IRecorder[]
        {
            new SignalRRecorder(Next(hubs, seat), Protocols.Json), new EventRecorder(Next(hubs, seat)), new LongPollRecorder(Next(hubs, seat)),
        })]);
    }

    /// <summary>These, at the present end of this newsroom's wire.</summary>
    public static async Task<Audience> Gather(Newsroom newsroom, params IReadOnlyList<IRecorder> readers) =>
        new(readers, (await Wire.Now(newsroom.Http)).ToString());

    /// <summary>Every reader has exactly these entries, once and in this order.</summary>
    public async Task HasSeen(IReadOnlyList<Entry> wire)
    {
        await Eventually.Is(
            () => _reading.Any(task => task.IsCompleted) || _readers.All(reader => Place.Parse(reader.Tape.Cursor!).Seq >= wire[^1].Seq), TimeSpan.FromSeconds(60));
        await _over.CancelAsync();
        await Task.WhenAll(_reading);
        Assert.All(_readers, reader => Assert.Equal(
            wire.Select(entry => (entry.Seq, entry.Kind, entry.Article.Id, entry.Article.Version)),
            reader.Tape.Entries.Select(entry => (entry.Seq, entry.Kind, entry.Article.Id, entry.Article.Version))));
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        foreach (var reader in _readers) await reader.DisposeAsync();
        _over.Dispose();
    }

    private static Func<Uri> Next(IReadOnlyList<HubProcess> hubs, int seat)
    {
        var asked = seat;
        return () => hubs[Interlocked.Increment(ref asked) % hubs.Count].Address;
    }
}
