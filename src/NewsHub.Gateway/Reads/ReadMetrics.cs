using System.Diagnostics.Metrics;

namespace NewsHub.Gateway.Reads;

/// <summary>Metrics of read counting.</summary>
internal sealed class ReadMetrics(IMeterFactory meters)
{
    public const string MeterName = "NewsHub.Gateway.Reads";

    private readonly Counter<long> _counted = meters.Create(MeterName)
        .CreateCounter<long>("newshub.reads.counted", "{read}", "Reads accepted by a counter");

    private readonly Counter<long> _dropped = meters.Create(MeterName)
        .CreateCounter<long>("newshub.reads.dropped", "{read}", "Reads dropped because of too many articles at once or an unreachable counter");

    public void Counted(long reads) => _counted.Add(reads);

    public void Dropped(long reads) => _dropped.Add(reads);
}
