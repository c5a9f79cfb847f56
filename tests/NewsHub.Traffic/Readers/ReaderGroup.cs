namespace NewsHub.Traffic.Readers;

/// <summary>All readers of a run.</summary>
internal sealed class ReaderGroup(Uri hub, int readers, int seed, RunContext context)
{
    /// <summary>Topic sets of the readers; common ones are listed twice.</summary>
    private static readonly string[][] TopicSets =
    [
        ["news", "breaking", "ranking/rising"],
        ["news", "breaking", "ranking/rising"],
        ["news", "ranking/rising"],
        ["breaking", "ranking/rising", "ranking/today"],
        ["breaking", "section/sport", "ranking/rising"],
        ["section/world", "section/politics", "ranking/rising"],
        ["section/science", "section/technology", "section/climate", "breaking"],
    ];

    /// <summary>Age at which an entry that a reader has not received counts as missed.</summary>
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(10);

    /// <summary>Readers that connect at the same time; limits the load on a cold hub.</summary>
    private const int Burst = 50;

    private readonly Reader[] _readers =
    [
        .. Enumerable.Range(0, readers).Select(number => new Reader(hub, TopicSets[number % TopicSets.Length], new Random(seed + number), context)),
    ];

    public int Size => _readers.Length;

    public int Live => _readers.Count(reader => reader.IsLive);

    public long Missed => _readers.Sum(reader => reader.Missed);

    public long Repeated => _readers.Sum(reader => reader.Repeated);

    public long OutOfOrder => _readers.Sum(reader => reader.OutOfOrder);

    /// <summary>Runs all readers until cancelled.</summary>
    public async Task Run(CancellationToken stop)
    {
        var reading = new List<Task>();
        foreach (var burst in _readers.Chunk(Burst))
        {
            reading.AddRange(burst.Select(reader => reader.Run(stop)));
            await Task.Delay(TimeSpan.FromMilliseconds(100), context.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(reading);
    }

    /// <summary>Waits until all readers are connected, at most 10 seconds.</summary>
    public async Task WaitUntilConnected(CancellationToken stop)
    {
        for (var attempt = 0; Live < Size && attempt < 100; attempt++) await Task.Delay(TimeSpan.FromMilliseconds(100), context.Time, stop);
    }

    /// <summary>Checks every reader against the entries that have been on the wire for 10 seconds.</summary>
    public void Audit() => Audit(GracePeriod);

    /// <summary>Waits after the last publish until every reader has received every entry, at most 10 seconds.</summary>
    public async Task WaitUntilCaughtUp()
    {
        var since = context.Time.GetTimestamp();
        do
        {
            Audit(TimeSpan.Zero);
            if (Missed is 0 && Live == Size) return;
            await Task.Delay(TimeSpan.FromMilliseconds(200), context.Time);
        }
        while (context.Time.GetElapsedTime(since) < GracePeriod);
    }

    private void Audit(TimeSpan grace)
    {
        foreach (var reader in _readers) reader.Audit(grace);
    }
}
