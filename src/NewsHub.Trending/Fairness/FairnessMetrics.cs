using System.Diagnostics.Metrics;

namespace NewsHub.Trending.Fairness;

/// <summary>Counts reads and reactions that do not count for rank, by rule.</summary>
internal sealed class FairnessMetrics(IMeterFactory meters)
{
    public const string MeterName = "NewsHub.Trending.Fairness";

    private readonly Counter<long> _ignored = meters.Create(MeterName)
        .CreateCounter<long>("newshub.trending.ignored", "{read}", "Reads and reactions that do not count for rank");

    public void RecordIgnored(ExclusionReason reason, long amount) => _ignored.Add(amount, KeyValuePair.Create("rule", (object?)reason.Name()));
}
