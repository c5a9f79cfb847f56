using System.Globalization;

namespace NewsHub.Traffic.Load;

/// <summary>Results of load runs as table rows.</summary>
internal static class LoadTable
{
    public static IReadOnlyList<(string Head, string Cell)> Row(LoadResult result, DateTimeOffset now) =>
    [
        .. Setting(result, now),
        ("cut", Whole(result.Cuts)),
        ("deliveries/s", Whole(result.DeliveriesPerSecond)),
        ("p50 ms", LoadResult.Ms(result.Delivery, 0.5)),
        ("p99 ms", LoadResult.Ms(result.Delivery, 0.99)),
        ("max ms", Fine(result.Delivery.Max.TotalMilliseconds)),
        ("publish p99 ms", LoadResult.Ms(result.Publish, 0.99)),
        ("hub CPU µs/delivery", Fine(result.CpuMicrosecondsPerDelivery)),
        ("KiB/connection", Fine(result.KibPerConnection)),
        .. Verdict(result),
    ];

    public static IReadOnlyList<(string Head, string Cell)> StormRow(LoadResult result, DateTimeOffset now) =>
    [
        .. Setting(result, now),
        ("back within s", Fine(result.Options.StormWithin?.TotalSeconds)),
        ("recovered", Whole(result.Recovery.Count - result.NotRecovered)),
        ("entries caught up", Whole(result.CaughtUp)),
        ("catch-up p50 ms", LoadResult.Ms(result.Recovery, 0.5)),
        ("p90 ms", LoadResult.Ms(result.Recovery, 0.9)),
        ("p99 ms", LoadResult.Ms(result.Recovery, 0.99)),
        ("max ms", Fine(result.Recovery.Max.TotalMilliseconds)),
        .. Verdict(result),
    ];

    public static string Whole(double number) => number.ToString("0", CultureInfo.InvariantCulture);

    /// <summary>Empty if the value is null.</summary>
    public static string Fine(double? number) => number?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";

    private static IEnumerable<(string Head, string Cell)> Setting(LoadResult result, DateTimeOffset now) =>
    [
        ("date", now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("cores", Whole(Environment.ProcessorCount)),
        ("transport", result.Options.TransportName),
        ("readers", Whole(result.Options.Readers)),
        ("stalled", Whole(result.Options.Stalled)),
        ("commands/s", Fine(result.PublishesPerSecond)),
    ];

    private static IEnumerable<(string Head, string Cell)> Verdict(LoadResult result) =>
    [
        ("missed", Whole(result.Missed)),
        ("repeated", Whole(result.Repeated)),
        ("out of order", Whole(result.OutOfOrder)),
        ("not recovered", Whole(result.NotRecovered)),
        ("killed shown", Whole(result.KilledShown)),
    ];
}
