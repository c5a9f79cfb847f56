using System.Net;
using System.Net.Sockets;
using NewsHub.Traffic.Load.Checking;
using NewsHub.Traffic.Load.Servers;
using NewsHub.Traffic.Load.Transports;
using NewsHub.Traffic.Measuring;

namespace NewsHub.Traffic.Load;

/// <summary>What all readers and publishers of a run share: whom they speak to, and where they count.</summary>
internal sealed class LoadRun(LoadTarget target, IPEndPoint endPoint, LoadOptions options, TimeProvider time) : IDisposable
{
    /// <summary>Troubles beyond the first few are only more of the same.</summary>
    private const int ShownTroubles = 3;

    private long _articles, _bytes, _cuts, _lost;

    public LoadTarget Target => target;

    public Uri Address => target.Address;

    public IPEndPoint EndPoint => endPoint;

    public LoadOptions Options => options;

    public TimeProvider Time => time;

    /// <summary>The number of the first article: no other run is likely to have one of the same.</summary>
    public long FirstArticle { get; } = Random.Shared.NextInt64(99_000) * ArticleSet.Capacity;

    public Arrivals Arrivals { get; } = new(time) { HasNoCursors = target.IsBare, ExpectsKills = options.KillShare > 0 };

    public Ledger Ledger { get; } = new();

    public Poller Poller { get; } = new();

    public Redials Redials { get; } = new(time);

    /// <summary>From dialling again to having caught up.</summary>
    public Latencies Recoveries { get; } = new();

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Connections that the run has cut.</summary>
    public long Cuts => Interlocked.Read(ref _cuts);

    /// <summary>Connections that the hub or the network has ended.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    public string? LastTrouble { get; private set; }

    /// <exception cref="UsageException">This is not Linux.</exception>
    public static async Task<LoadRun> Of(LoadTarget target, LoadOptions options, TimeProvider time, CancellationToken stop)
    {
        if (!OperatingSystem.IsLinux()) throw new UsageException("Load is made on Linux only: it waits for its connections with epoll.");
        var address = (await Dns.GetHostAddressesAsync(target.Address.Host, AddressFamily.InterNetwork, stop))[0];
        return new LoadRun(target, new IPEndPoint(address, target.Address.Port), options, time);
    }

    /// <summary>The number of an article that is about to be published.</summary>
    public long NextArticle() => FirstArticle + Interlocked.Increment(ref _articles) - 1;

    public void StartMeasuring()
    {
        Interlocked.Exchange(ref _bytes, 0);
        Arrivals.Start();
    }

    public void Received(int bytes) => Interlocked.Add(ref _bytes, bytes);

    public void Dispose() => Poller.Dispose();

    public void Cut() => Interlocked.Increment(ref _cuts);

    public void Lose(string why)
    {
        LastTrouble = why;
        if (Interlocked.Increment(ref _lost) <= ShownTroubles) Console.Error.WriteLine(why);
    }
}
