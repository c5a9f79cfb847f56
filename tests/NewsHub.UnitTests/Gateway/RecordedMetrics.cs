using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using NewsHub.Gateway;
using NewsHub.Wire;

namespace NewsHub.Tests.Gateway;

/// <summary>Records the sums of metrics since its creation, by instrument; for histograms of durations the number of values.</summary>
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
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => _sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        _listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => _sums.AddOrUpdate(instrument.Name, 1, (_, count) => count + 1));
        _listener.Start();
    }

    public long this[string instrument] => _sums.GetValueOrDefault(instrument);

    public void Dispose() => _listener.Dispose();
}
