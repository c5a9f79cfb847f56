using System.Diagnostics.Metrics;

namespace NewsHub.Trending.Fairness;

/// <summary>Counts reads and reactions that do not count for rank, by rule, and the tokens of readers.</summary>
internal sealed class FairnessMetrics
{
    public const string MeterName = "NewsHub.Trending.Fairness";

    private readonly Counter<long> _ignored;
    private readonly Counter<long> _issued;
    private readonly Counter<long> _notIssued;

    public FairnessMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _ignored = meter.CreateCounter<long>("newshub.trending.ignored", "{read}", "Reads and reactions that do not count for rank");
        _issued = meter.CreateCounter<long>("newshub.readers.issued", "{token}", "Tokens of readers that were issued");
        _notIssued = meter.CreateCounter<long>("newshub.readers.refused", "{token}", "Tokens of readers that were refused because their network has got as many as it may in an hour");
    }

    public void RecordIgnored(ExclusionReason reason, long amount) => _ignored.Add(amount, KeyValuePair.Create("rule", (object?)reason.Name()));

    public void RecordIssued() => _issued.Add(1);

    public void RecordNotIssued() => _notIssued.Add(1);
}
