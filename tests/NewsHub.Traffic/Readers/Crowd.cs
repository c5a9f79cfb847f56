namespace NewsHub.Traffic.Readers;

/// <summary>All readers of a run.</summary>
internal sealed class Crowd(Uri hub, int readers, int seed, Room room)
{
    /// <summary>What readers follow, the common choices more than once.</summary>
    private static readonly string[][] Choices =
    [
        ["news", "breaking", "ranking/rising"],
        ["news", "breaking", "ranking/rising"],
        ["news", "ranking/rising"],
        ["breaking", "ranking/rising", "ranking/today"],
        ["breaking", "section/sport", "ranking/rising"],
        ["section/world", "section/politics", "ranking/rising"],
        ["section/science", "section/technology", "section/climate", "breaking"],
    ];

    /// <summary>An entry that was not shown after so long is missed; a reader who comes back catches up within it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Readers who connect at once, so that a cold hub is not met by all in one blow.</summary>
    private const int Burst = 50;

    private readonly Reader[] _readers =
    [
        .. Enumerable.Range(0, readers).Select(number => new Reader(hub, Choices[number % Choices.Length], new Random(seed + number), room)),
    ];

    public int Size => _readers.Length;

    public int Live => _readers.Count(reader => reader.IsLive);

    public long Missed => _readers.Sum(reader => reader.Missed);

    public long Repeated => _readers.Sum(reader => reader.Repeated);

    public long OutOfOrder => _readers.Sum(reader => reader.OutOfOrder);

    /// <summary>Everybody reads until told to stop.</summary>
    public async Task ReadOn(CancellationToken stop)
    {
        var reading = new List<Task>();
        foreach (var burst in _readers.Chunk(Burst))
        {
            reading.AddRange(burst.Select(reader => reader.ReadOn(stop)));
            await Task.Delay(TimeSpan.FromMilliseconds(100), room.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(reading);
    }

    /// <summary>Until all are connected, or a while has passed.</summary>
    public async Task Assemble(CancellationToken stop)
    {
        for (var tries = 0; Live < Size && tries < 100; tries++) await Task.Delay(TimeSpan.FromMilliseconds(100), room.Time, stop);
    }

    /// <summary>Checks every reader against what is long on the wire.</summary>
    public void Audit() => Audit(Patience);

    /// <summary>Nothing more is published: waits until everybody was shown everything, or patience ends.</summary>
    public async Task Settle()
    {
        var since = room.Time.GetTimestamp();
        do
        {
            Audit(TimeSpan.Zero);
            if (Missed is 0 && Live == Size) return;
            await Task.Delay(TimeSpan.FromMilliseconds(200), room.Time);
        }
        while (room.Time.GetElapsedTime(since) < Patience);
    }

    private void Audit(TimeSpan patience)
    {
        foreach (var reader in _readers) reader.Audit(patience);
    }
}
