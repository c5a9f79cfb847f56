using System.Net;
using System.Net.Sockets;
using NewsHub.Traffic.Load.Checking;
using NewsHub.Traffic.Load.Servers;
using NewsHub.Traffic.Load.Transports;
using NewsHub.Traffic.Measuring;

namespace NewsHub.Traffic.Load;

/// <summary>State shared by all readers and publishers of a run.</summary>
internal sealed class LoadRun(LoadTarget target, IPEndPoint endPoint, LoadOptions options, TimeProvider time) : IDisposable
{
    /// <summary>Maximum number of error messages printed.</summary>
    private const int MaxPrintedErrors = 3;

    private long _articles, _bytes, _cuts, _lost;

    public LoadTarget Target => target;

    public Uri Address => target.Address;

    public IPEndPoint EndPoint => endPoint;

    public LoadOptions Options => options;

    public TimeProvider Time => time;

    /// <summary>Number of the first article, chosen at random so that runs rarely overlap.</summary>
    public long FirstArticle { get; } = Random.Shared.NextInt64(99_000) * ArticleSet.Capacity;

    public Arrivals Arrivals { get; } = new(time) { HasNoCursors = target.IsBare, ExpectsKills = options.KillShare > 0 };

    public Ledger Ledger { get; } = new();

    public Poller Poller { get; } = new();

    public Reconnects Reconnects { get; } = new(time);

    /// <summary>Time from the reconnect to the end of the catch-up.</summary>
    public Latencies Recoveries { get; } = new();

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Connections aborted by the run.</summary>
    public long Cuts => Interlocked.Read(ref _cuts);

    /// <summary>Connections closed by the hub or the network.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    public string? LastError { get; private set; }

    /// <exception cref="UsageException">The operating system is not Linux.</exception>
    public static async Task<LoadRun> Of(LoadTarget target, LoadOptions options, TimeProvider time, CancellationToken stop)
    {
        if (!OperatingSystem.IsLinux()) throw new UsageException("Load commands require Linux, because they use epoll.");
        var address = (await Dns.GetHostAddressesAsync(target.Address.Host, AddressFamily.InterNetwork, stop))[0];
        return new LoadRun(target, new IPEndPoint(address, target.Address.Port), options, time);
    }

    /// <summary>Returns the number of the next article.</summary>
    public long NextArticle() => FirstArticle + Interlocked.Increment(ref _articles) - 1;

    public void StartMeasuring()
    {
        Interlocked.Exchange(ref _bytes, 0);
        Arrivals.Start();
    }

    public void Received(int bytes) => Interlocked.Add(ref _bytes, bytes);

    public void Dispose() => Poller.Dispose();

    public void CountCut() => Interlocked.Increment(ref _cuts);

    public void CountLost(string why)
    {
        LastError = why;
        if (Interlocked.Increment(ref _lost) <= MaxPrintedErrors) Console.Error.WriteLine(why);
    }
}
