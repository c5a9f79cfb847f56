using NewsHub.Traffic.Load.Transports;

namespace NewsHub.Traffic.Load;

/// <summary>What a load run is made of.</summary>
internal sealed record LoadOptions
{
    private static readonly string[] TopicForms = ["news", "section/", "tag/"];

    public required int Readers { get; init; }

    /// <summary>How many of the readers stop reading after they subscribed; they are left out of every figure but connections.</summary>
    public required int Stalled { get; init; }

    public required int Rate { get; init; }
    public required int Publishers { get; init; }
    public required TimeSpan Length { get; init; }
    public required string Topic { get; init; }
    public required Transport[] Transports { get; init; }

    /// <summary>The share of the readers that is cut in a second, each at a random moment.</summary>
    public double CutShare { get; init; }

    /// <summary>All readers are cut at once in the middle of the run and come back within so long.</summary>
    public TimeSpan? StormWithin { get; init; }

    /// <summary>Of all commands.</summary>
    public double KillShare { get; init; }

    public double CorrectShare { get; init; }

    /// <summary>Draws who is cut when, and what publishers do.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Readers whose connection ends dial again.</summary>
    public bool ComeBack => CutShare > 0 || StormWithin is not null;

    /// <summary>The way its readers take, or <c>mixed</c>.</summary>
    public string TransportName => Transports is [var only] ? only.ToString() : "mixed";

    /// <summary>Nobody reads.</summary>
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
        if (options.Stalled >= options.Readers) throw new UsageException("--stalled is less than --readers.");
        if (options.Stalled > 0 && options.Transports.Contains(Transport.Poll)) throw new UsageException("Who polls cannot stall: --stalled goes with signalr and sse.");
        if (options.KillShare + options.CorrectShare > 0.9) throw new UsageException("--kill-share and --correct-share leave a tenth for publishing.");
        return Array.Exists(TopicForms, form => form.EndsWith('/') ? options.Topic.StartsWith(form, StringComparison.Ordinal) : options.Topic == form)
            ? options
            : throw new UsageException($"--topic is news, section/… or tag/…, not '{options.Topic}'.");
    }
}
