using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using NewsHub.Gateway;
using NewsHub.Wire;

namespace NewsHub.Tests.Gateway;

/// <summary>Records the sums of metrics since its creation, by instrument, and by <c>instrument key=value</c> for each tag; for histograms of durations the number of values.</summary>
internal sealed class RecordedMetrics : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _sums = new();
    private readonly MeterListener _listener = new();

    /// <param name="metrics">The only metrics recorded; other instances in this process are ignored.</param>
    public RecordedMetrics(LiveMetrics metrics) : this(metrics.Meter) { }

    /// <inheritdoc cref="RecordedMetrics(LiveMetrics)"/>
    public RecordedMetrics(params WireMetrics[] metrics) : this([.. metrics.Select(each => each.Meter)]) { }

    private RecordedMetrics(params Meter[] meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meters.Contains(instrument.Meter)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, 1, tags));
        _listener.Start();
    }

    public long this[string instrument] => _sums.GetValueOrDefault(instrument);

    private void Add(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        _sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
        foreach (var (key, tag) in tags) _sums.AddOrUpdate($"{instrument.Name} {key}={tag}", value, (_, sum) => sum + value);
    }

    public void Dispose() => _listener.Dispose();
}
