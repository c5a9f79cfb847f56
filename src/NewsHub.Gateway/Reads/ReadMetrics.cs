using System.Diagnostics.Metrics;

namespace NewsHub.Gateway.Reads;

/// <summary>What became of reads.</summary>
public sealed class ReadMetrics(IMeterFactory meters)
{
    public const string MeterName = "NewsHub.Gateway.Reads";

    private readonly Counter<long> _counted = meters.Create(MeterName)
        .CreateCounter<long>("newshub.reads.counted", "{read}", "Reads that a counter has taken");

    private readonly Counter<long> _dropped = meters.Create(MeterName)
        .CreateCounter<long>("newshub.reads.dropped", "{read}", "Reads that were lost: too many articles at once, or a counter out of reach");

    public void Counted(long reads) => _counted.Add(reads);

    public void Dropped(long reads) => _dropped.Add(reads);
}
