using System.Globalization;
using NewsHub.Traffic.Measuring;

namespace NewsHub.Traffic.Load;

/// <summary>Results of a load run.</summary>
internal sealed record LoadResult
{
    public required LoadOptions Options { get; init; }

    /// <summary>Connected readers before publishing started.</summary>
    public required int Live { get; init; }

    public required int LiveAtEnd { get; init; }
    public required TimeSpan ConnectTime { get; init; }
    public required long Acknowledged { get; init; }
    public required long Failed { get; init; }
    public required string? FirstFailure { get; init; }
    public required double PublishesPerSecond { get; init; }
    public required int Kills { get; init; }
    public required long Deliveries { get; init; }

    /// <summary>Expected deliveries without disconnects and kills.</summary>
    public required long Due { get; init; }

    public required double DeliveriesPerSecond { get; init; }
    public required double Megabytes { get; init; }
    public required long Missed { get; init; }
    public required long MissedByStalled { get; init; }
    public required long Repeated { get; init; }
    public required long OutOfOrder { get; init; }

    /// <summary>Article marks received after the kill of their article.</summary>
    public required long KilledShown { get; init; }

    public required long NotRecovered { get; init; }
    public required long Cuts { get; init; }

    /// <summary>Connections of healthy readers that the hub closed.</summary>
    public required long Lost { get; init; }

    /// <summary>Entries received by catch-up after a reconnect.</summary>
    public required long CaughtUp { get; init; }

    public required int StalledClosed { get; init; }
    public required Latencies Delivery { get; init; }
    public required Latencies Publish { get; init; }

    /// <summary>Time from the reconnect to the end of the catch-up.</summary>
    public required Latencies Recovery { get; init; }

    /// <summary>Null if the hub's process id is not known.</summary>
    public required double? CpuMicrosecondsPerDelivery { get; init; }

    public required double? KibPerConnection { get; init; }

    /// <summary>Peak memory during the run minus memory before it.</summary>
    public required long? GrowthKib { get; init; }

    public required TimeSpan OwnCpu { get; init; }

    public bool Passed =>
        this is { Missed: 0, MissedByStalled: 0, Repeated: 0, OutOfOrder: 0, KilledShown: 0, NotRecovered: 0, Failed: 0, Lost: 0 }
        && Live == Options.Readers && LiveAtEnd == Options.Readers
        && (Options.ComeBack || Kills > 0 || Deliveries == Due);

    public string ToText()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"""
            connections {Live} of {Options.Readers} ({Options.Stalled} stalled) in {ConnectTime.TotalSeconds:0.00} s
            acknowledged {Acknowledged} ({Kills} kills, failed {Failed}, {PublishesPerSecond:0.0}/s), delivered {Deliveries} of {Due}, {DeliveriesPerSecond:0} deliveries/s, {Megabytes:0.0} MB
            missed {Missed}, repeated {Repeated}, out of order {OutOfOrder}, shown after a kill {KilledShown}, not recovered {NotRecovered}, closed by the hub {Lost}
            latency ms p50 {Ms(Delivery, 0.5)} p90 {Ms(Delivery, 0.9)} p99 {Ms(Delivery, 0.99)} p99.9 {Ms(Delivery, 0.999)} max {Delivery.Max.TotalMilliseconds:0.00} | publish ms p50 {Ms(Publish, 0.5)} p99 {Ms(Publish, 0.99)} max {Publish.Max.TotalMilliseconds:0.00}
            own cpu {OwnCpu.TotalSeconds:0.00} s = {OwnCpu.TotalMicroseconds / Math.Max(1, Deliveries):0.00} us/delivery
            """);
        if (Cuts > 0) text += string.Create(CultureInfo.InvariantCulture, $"\ncut {Cuts}, caught up {Recovery.Count} with {CaughtUp} entries, live at the end {LiveAtEnd}, recovery ms p50 {Ms(Recovery, 0.5)} p90 {Ms(Recovery, 0.9)} p99 {Ms(Recovery, 0.99)} max {Recovery.Max.TotalMilliseconds:0.00}");
        if (Options.Stalled > 0) text += $"\nof {Options.Stalled} stalled {StalledClosed} were closed; afterwards they missed {MissedByStalled}";
        if (CpuMicrosecondsPerDelivery is { } cpu) text += string.Create(CultureInfo.InvariantCulture, $"\nhub cpu {cpu:0.00} us/delivery, memory {KibPerConnection:0.0} KiB/connection, growth in the run {GrowthKib} KiB");
        if (FirstFailure is not null) text += $"\nfirst failure: {FirstFailure}";
        return text;
    }

    public static string Ms(Latencies latencies, double share) => latencies.Percentile(share).TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture);
}
