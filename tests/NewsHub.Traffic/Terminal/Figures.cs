using NewsHub.Traffic.Newsroom;
using NewsHub.Traffic.Readers;

namespace NewsHub.Traffic.Terminal;

/// <summary>The current figures of a newsroom run.</summary>
internal sealed class Figures(Output output, ReaderGroup group, RunContext context) : IFigures
{
    private readonly long _since = context.Time.GetTimestamp();

    public TimeSpan Elapsed => context.Time.GetElapsedTime(_since);

    public bool Passed => group is { Missed: 0, Repeated: 0, OutOfOrder: 0 };

    public IEnumerable<string> Top => context.Rankings.Places.Take(5).Select(place => $"{place.Rank}. {place.Headline} ({place.Readers} readers)");

    public string? LastError => context.Tally.LastError;

    public void Audit() => group.Audit();

    public IEnumerable<(string Name, string Value)> All()
    {
        var latencies = context.Wire.Latencies;
        yield return ("published", $"{output.Published}");
        yield return ("breaking", $"{output.Broke} ({output.AlertsCleared} cleared)");
        yield return ("updated", $"{output.Updated}");
        yield return ("corrected", $"{output.Corrected}");
        yield return ("withheld", $"{output.Withheld}");
        yield return ("killed", $"{output.Killed}");
        yield return ("refused", $"{output.Refused}");
        yield return ("readers", $"{group.Live} of {group.Size}");
        yield return ("deliveries", $"{context.Tally.Deliveries}");
        yield return ("latency p50", Milliseconds(latencies.Percentile(0.5)));
        yield return ("latency p99", Milliseconds(latencies.Percentile(0.99)));
        yield return ("missed", $"{group.Missed}");
        yield return ("repeated", $"{group.Repeated}");
        yield return ("out of order", $"{group.OutOfOrder}");
        yield return ("interruptions", $"{context.Tally.Interruptions} ({context.Tally.WithoutRecovery} not recovered)");
        yield return ("reads", $"{context.Tally.Reads}");
        yield return ("reactions", $"{context.Tally.Reactions}");
        yield return ("ranking moves", $"{context.Rankings.Moves}");
    }

    private static string Milliseconds(TimeSpan time) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms");
}
