using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using NewsHub.Articles.Newsrooms;
using NewsHub.Http;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NewsHub.Host.Telemetry;

/// <summary>
/// Exports metrics at <c>/metrics</c> in the Prometheus format. Exports traces by OTLP if <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set: from a
/// request through the grains to the database, and to the fan-out on every hub.
/// </summary>
internal static class TelemetrySetup
{
    private const string Path = "/metrics";

    /// <summary>The standard OpenTelemetry variable, which the exporter reads too.</summary>
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Meters =
        ["NewsHub.*", "Microsoft.Orleans", "Npgsql", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    private static readonly string[] Sources = ["NewsHub.*", "Microsoft.Orleans.Application", "Microsoft.Orleans.Runtime", "Npgsql"];

    /// <summary>Histogram bounds in seconds, from 1 ms through the delivery target of 0.1 s to failures of 10 s.</summary>
    private static readonly double[] DurationBuckets = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

    public static TelemetryOptions AddTelemetry(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        if (options.MetricsUrl is { Length: > 0 } url) builder.WebHost.UseUrls($"{builder.Configuration["urls"]};{url}");

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("newshub", serviceInstanceId: Environment.MachineName))
            .WithMetrics(metrics => metrics.AddMeter(Meters).AddView(SelectBuckets).AddPrometheusExporter());
        if (builder.Configuration[OtlpEndpoint] is { Length: > 0 })
            telemetry.WithTracing(traces => traces.AddSource(Sources).AddAspNetCoreInstrumentation(requests => requests.Filter = IsTraced).AddOtlpExporter());
        return options;
    }

    /// <summary>Must run first: the separate metrics port serves metrics only.</summary>
    public static void UseTelemetry(this WebApplication app, TelemetryOptions options)
    {
        if (options.MetricsPort is { } port)
            app.MapWhen(http => http.Connection.LocalPort == port, ServeOnlyMetrics);
        if (options.Dashboard) app.UseDashboardPassword();
    }

    public static void MapTelemetry(this IEndpointRouteBuilder routes, TelemetryOptions options)
    {
        if (options.MetricsPort is null)
            routes.MapPrometheusScrapingEndpoint(Path).RequireAuthorization(Scope.Admin).WithMetadata(new HttpMethodMetadata([HttpMethods.Get]));
        if (options.Dashboard) routes.MapDashboard();
    }

    private static void ServeOnlyMetrics(IApplicationBuilder metrics)
    {
        metrics.UseOpenTelemetryPrometheusScrapingEndpoint(Path);
        metrics.Run(http => Problem.Of(StatusCodes.Status404NotFound, $"This address serves only {Path}.").ExecuteAsync(http));
    }

    private static MetricStreamConfiguration? SelectBuckets(Instrument instrument) =>
        instrument is Histogram<double> { Unit: "s" } && instrument.Meter.Name.StartsWith("NewsHub.", StringComparison.Ordinal)
            ? new ExplicitBucketHistogramConfiguration { Boundaries = DurationBuckets }
            : null;

    // Live connections last for hours and probes arrive every second; neither makes a useful trace.
    private static bool IsTraced(HttpContext http) =>
        !http.Request.Path.StartsWithSegments("/live") && !http.Request.Path.StartsWithSegments("/health") && http.Request.Path != Path;
}
