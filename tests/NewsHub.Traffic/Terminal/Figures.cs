using NewsHub.Traffic.Newsroom;
using NewsHub.Traffic.Readers;

namespace NewsHub.Traffic.Terminal;

/// <summary>A run's figures, as they are now.</summary>
internal sealed class Figures(Output output, Crowd crowd, Room room) : IFigures
{
    private readonly long _since = room.Time.GetTimestamp();

    public TimeSpan Elapsed => room.Time.GetElapsedTime(_since);

    public bool KeepsPromises => crowd is { Missed: 0, Repeated: 0, OutOfOrder: 0 };

    public IEnumerable<string> Top => room.Rankings.Places.Take(5).Select(place => $"{place.Rank}. {place.Headline} ({place.Reads} reads)");

    public string? LastTrouble => room.Tally.LastTrouble;

    public void Audit() => crowd.Audit();

    public IEnumerable<(string Name, string Value)> All()
    {
        var latencies = room.Wire.Latencies;
        yield return ("published", $"{output.Published}");
        yield return ("breaking", $"{output.Broke} ({output.AlertsCleared} cleared)");
        yield return ("updated", $"{output.Updated}");
        yield return ("corrected", $"{output.Corrected}");
        yield return ("withheld", $"{output.Withheld}");
        yield return ("killed", $"{output.Killed}");
        yield return ("refused", $"{output.Refused}");
        yield return ("readers", $"{crowd.Live} of {crowd.Size}");
        yield return ("deliveries", $"{room.Tally.Deliveries}");
        yield return ("latency p50", Milliseconds(latencies.Percentile(0.5)));
        yield return ("latency p99", Milliseconds(latencies.Percentile(0.99)));
        yield return ("missed", $"{crowd.Missed}");
        yield return ("repeated", $"{crowd.Repeated}");
        yield return ("out of order", $"{crowd.OutOfOrder}");
        yield return ("interruptions", $"{room.Tally.Interruptions} ({room.Tally.WithoutRecovery} not recovered)");
        yield return ("reads", $"{room.Tally.Reads}");
        yield return ("reactions", $"{room.Tally.Reactions}");
        yield return ("ranking moves", $"{room.Rankings.Moves}");
    }

    private static string Milliseconds(TimeSpan time) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms");
}
