using NewsHub.Client;

namespace NewsHub.EndToEndTests;

/// <summary>A program of a stranger's that follows the hub with the client library, and remembers what it was told.</summary>
internal sealed class Following : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Client.Entry> _entries = [];
    private readonly Task _reading;
    private int _resets;

    private Following(NewsWire wire) => (Wire, _reading) = (wire, Read(wire));

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

    /// <summary>Begins where the wire is now; returns when it is live.</summary>
    public static async Task<Following> Begin(Uri hub, HttpClient http, params string[] topics)
    {
        var cursor = (await EndToEndTests.Wire.Now(http)).ToString();
        var following = new Following(new NewsWire(hub, new NewsWireOptions { Topics = topics, After = cursor }));
        await following.IsLive();
        return following;
    }

    public Task IsLive() => Eventually.Is(() => Wire.State is WireState.Live);

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
