using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using NewsHub.Articles.Newsrooms;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NewsHub.Host.Telemetry;

/// <summary>
/// Metrics at <c>/metrics</c> in Prometheus' format, and traces from a request through the grains to the database, and on to the readers of
/// every hub, sent by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says to.
/// </summary>
internal static class TelemetrySetup
{
    private const string Path = "/metrics";

    /// <summary>What OpenTelemetry's own variable is called; the exporter reads it too.</summary>
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Meters =
        ["NewsHub.*", "Microsoft.Orleans", "Npgsql", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    private static readonly string[] Sources = ["NewsHub.*", "Microsoft.Orleans.Application", "Microsoft.Orleans.Runtime", "Npgsql"];

    /// <summary>Seconds: from what nobody notices, over the tenth in which a reader shall see it, to what has gone wrong.</summary>
    private static readonly double[] Durations = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

    public static TelemetryOptions AddTelemetry(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        if (options.MetricsUrl is { Length: > 0 } url) builder.WebHost.UseUrls($"{builder.Configuration["urls"]};{url}");

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("newshub", serviceInstanceId: Environment.MachineName))
            .WithMetrics(metrics => metrics.AddMeter(Meters).AddView(OwnBuckets).AddPrometheusExporter());
        if (builder.Configuration[OtlpEndpoint] is { Length: > 0 })
            telemetry.WithTracing(traces => traces.AddSource(Sources).AddAspNetCoreInstrumentation(requests => requests.Filter = IsWorthATrace).AddOtlpExporter());
        return options;
    }

    /// <summary>Before everything else: the metrics' own port serves nothing but them.</summary>
    public static void UseTelemetry(this WebApplication app, TelemetryOptions options)
    {
        if (options.MetricsPort is { } port)
            app.MapWhen(http => http.Connection.LocalPort == port, ServeMetricsAlone);
        if (options.Dashboard) app.UseDashboardPassword();
    }

    public static void MapTelemetry(this WebApplication app, TelemetryOptions options)
    {
        if (options.MetricsPort is null) app.MapPrometheusScrapingEndpoint(Path).RequireAuthorization(Scope.Admin);
        if (options.Dashboard) app.MapDashboard();
    }

    private static void ServeMetricsAlone(IApplicationBuilder own)
    {
        own.UseOpenTelemetryPrometheusScrapingEndpoint(Path);
        own.Run(http =>
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    private static MetricStreamConfiguration? OwnBuckets(Instrument instrument) =>
        instrument is Histogram<double> { Unit: "s" } && instrument.Meter.Name.StartsWith("NewsHub.", StringComparison.Ordinal)
            ? new ExplicitBucketHistogramConfiguration { Boundaries = Durations }
            : null;

    // A reader's line lasts for hours, and probes come every second: neither says anything as a trace.
    private static bool IsWorthATrace(HttpContext http) =>
        !http.Request.Path.StartsWithSegments("/live") && !http.Request.Path.StartsWithSegments("/health") && http.Request.Path != Path;
}
