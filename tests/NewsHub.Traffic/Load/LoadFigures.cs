using NewsHub.Traffic.Terminal;

namespace NewsHub.Traffic.Load;

/// <summary>The current figures of a load run.</summary>
internal sealed class LoadFigures(LoadRun run, LoadReaders group, Publisher publisher) : IFigures
{
    private readonly long _since = run.Time.GetTimestamp();

    public TimeSpan Elapsed => run.Time.GetElapsedTime(_since);

    public IEnumerable<string> Top => [];

    public string? LastError => run.LastError;

    public void Audit()
    {
        // All figures are read when they are shown.
    }

    public IEnumerable<(string Name, string Value)> All()
    {
        yield return ("readers", $"{group.Live} of {run.Options.Readers}");
        yield return ("published", $"{publisher.Acknowledged}");
        yield return ("failed", $"{publisher.Failed}");
        yield return ("deliveries", $"{run.Arrivals.Deliveries}");
        yield return ("latency p50", $"{LoadResult.Ms(run.Arrivals.Latencies, 0.5)} ms");
        yield return ("latency p99", $"{LoadResult.Ms(run.Arrivals.Latencies, 0.99)} ms");
        if (!run.Options.ComeBack) yield break;
        yield return ("cut", $"{run.Cuts}");
        yield return ("caught up", $"{run.Recoveries.Count}");
        yield return ("not recovered", $"{run.Arrivals.NotRecovered}");
    }
}
