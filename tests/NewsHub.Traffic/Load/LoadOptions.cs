using NewsHub.Traffic.Load.Transports;

namespace NewsHub.Traffic.Load;

/// <summary>Parameters of a load run.</summary>
internal sealed record LoadOptions
{
    private static readonly string[] TopicForms = ["news", "section/", "tag/"];

    public required int Readers { get; init; }

    /// <summary>Number of readers that stop reading after they subscribed. They count in no figure except connections.</summary>
    public required int Stalled { get; init; }

    public required int Rate { get; init; }
    public required int Publishers { get; init; }
    public required TimeSpan Length { get; init; }
    public required string Topic { get; init; }
    public required Transport[] Transports { get; init; }

    /// <summary>Fraction of the connections aborted per second, at random times.</summary>
    public double CutShare { get; init; }

    /// <summary>If set, all connections are aborted in the middle of the run and reconnect within this time.</summary>
    public TimeSpan? StormWithin { get; init; }

    /// <summary>Fraction of the commands that are kills.</summary>
    public double KillShare { get; init; }

    public double CorrectShare { get; init; }

    /// <summary>Seed of the aborts and of the commands.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>True if readers reconnect after their connection ends.</summary>
    public bool ComeBack => CutShare > 0 || StormWithin is not null;

    /// <summary>The name of the transport, or <c>mixed</c>.</summary>
    public string TransportName => Transports is [var only] ? only.ToString() : "mixed";

    /// <summary>Options of a run without readers.</summary>
    public static LoadOptions ForPublishers(Arguments arguments) => new()
    {
        Readers = 0,
        Stalled = 0,
        Rate = 1,
        Publishers = arguments.Number("publishers", byDefault: 64, atLeast: 1),
        Length = arguments.Time("seconds") ?? TimeSpan.FromSeconds(10),
        Topic = "news",
        Transports = [Transport.SignalR],
        KillShare = arguments.Share("kill-share"),
        CorrectShare = arguments.Share("correct-share"),
        Seed = arguments.Number("seed", byDefault: 1),
    };

    public static LoadOptions From(Arguments arguments, int readers = 1000, int rate = 20, int seconds = 10)
    {
        var options = new LoadOptions
        {
            Readers = arguments.Number("readers", byDefault: readers, atLeast: 1),
            Stalled = arguments.Number("stalled", byDefault: 0),
            Rate = arguments.Number("rate", byDefault: rate, atLeast: 1),
            Publishers = arguments.Number("publishers", byDefault: 4, atLeast: 1),
            Length = arguments.Time("seconds") ?? TimeSpan.FromSeconds(seconds),
            Topic = arguments.Text("topic") ?? "news",
            Transports = TransportChoice.Parse(arguments.Text("transport") ?? "signalr"),
            CutShare = arguments.Share("cut"),
            KillShare = arguments.Share("kill-share"),
            CorrectShare = arguments.Share("correct-share"),
            Seed = arguments.Number("seed", byDefault: 1),
        };
        if (options.Stalled >= options.Readers) throw new UsageException("--stalled must be less than --readers.");
        if (options.Stalled > 0 && options.Transports.Contains(Transport.Poll)) throw new UsageException("Polling readers cannot stall: --stalled requires signalr or sse.");
        if (options.KillShare + options.CorrectShare > 0.9) throw new UsageException("--kill-share and --correct-share must not exceed 0.9 in total.");
        return Array.Exists(TopicForms, form => form.EndsWith('/') ? options.Topic.StartsWith(form, StringComparison.Ordinal) : options.Topic == form)
            ? options
            : throw new UsageException($"--topic is news, section/… or tag/…, not '{options.Topic}'.");
    }
}
