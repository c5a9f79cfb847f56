using NewsHub.Client;

namespace NewsHub.EndToEndTests;

/// <summary>A client-library subscriber that records the entries and resets it receives.</summary>
internal sealed class RecordingClient : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Client.Entry> _entries = [];
    private readonly Task _reading;
    private int _resets;

    private RecordingClient(NewsWire wire) => (Wire, _reading) = (wire, Read(wire));

    public NewsWire Wire { get; }

    public IReadOnlyList<Client.Entry> Entries
    {
        get
        {
            lock (_lock) return [.. _entries];
        }
    }

    public long LastSeq => Entries is [.., var last] ? last.Seq : 0;

    public int Resets => Volatile.Read(ref _resets);

    /// <summary>Starts at the current end of the wire; returns when the client is live.</summary>
    public static async Task<RecordingClient> Start(Uri hub, HttpClient http, params string[] topics)
    {
        var cursor = (await EndToEndTests.Wire.CurrentCursor(http)).ToString();
        var client = new RecordingClient(new NewsWire(hub, new NewsWireOptions { Topics = topics, After = cursor }));
        await client.WaitUntilLive();
        return client;
    }

    public Task WaitUntilLive() => Eventually.Is(() => Wire.State is WireState.Live);

    public async ValueTask DisposeAsync()
    {
        await Wire.DisposeAsync();
        await _reading;
    }

    private async Task Read(NewsWire wire)
    {
        await foreach (var news in wire.ReadAll())
        {
            if (news is Reset) Interlocked.Increment(ref _resets);
            if (news is not Client.Entry entry) continue;
            lock (_lock) _entries.Add(entry);
        }
    }
}
