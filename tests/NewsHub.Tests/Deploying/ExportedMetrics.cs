using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NewsHub.Gateway;
using NewsHub.Host.Telemetry;
using NewsHub.Trending;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Deploying;

/// <summary>The series that a hub exports to Prometheus, after each of its instruments has recorded one measurement.</summary>
public sealed partial class ExportedMetrics : IAsyncLifetime
{
    /// <summary>The label names of each series.</summary>
    public IReadOnlyDictionary<string, HashSet<string>> Series { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var metrics = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePorts.Take(1)[0]}");
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["urls"] = "http://127.0.0.1:0", ["NewsHub:Telemetry:MetricsUrl"] = metrics });
        var telemetry = builder.AddTelemetry();
        await using var app = builder.Build();
        app.UseTelemetry(telemetry);
        app.MapGet("/api/wire", () => "");
        await app.StartAsync();
        RecordAllMeasurements(app.Services);
        using var http = new HttpClient();
        // A request is recorded after its response is sent and before the next request of the connection, so two are needed.
        for (var n = 0; n < 2; n++) await http.GetStringAsync(new Uri(new Uri(app.Urls.First(url => url != metrics)), "/api/wire"));
        var text = await http.GetStringAsync(new Uri($"{metrics}/metrics"));
        Series = Lines().Matches(text).GroupBy(line => line.Groups[1].Value)
            .ToDictionary(series => series.Key, series => series.SelectMany(line => Labels().Matches(line.Groups[2].Value)).Select(label => label.Groups[1].Value).ToHashSet());
    }

    public Task DisposeAsync() => Task.CompletedTask;

    // Each void method of a metrics class records one measurement.
    private static void RecordAllMeasurements(IServiceProvider services)
    {
        var classes = new[] { typeof(GatewaySetup).Assembly, typeof(TrendingSetup).Assembly, typeof(WireSetup).Assembly }.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.GetConstructors() is [var only] && only.GetParameters() is [{ } parameter] && parameter.ParameterType == typeof(IMeterFactory));
        foreach (var type in classes)
        {
            var metrics = ActivatorUtilities.CreateInstance(services, type);
            foreach (var method in type.GetMethods().Where(candidate => candidate.DeclaringType == type && candidate.ReturnType == typeof(void)))
                method.Invoke(metrics, [.. method.GetParameters().Select(parameter => SampleOf(parameter.ParameterType))]);
        }
    }

    private static object SampleOf(Type type) =>
        type == typeof(string) ? "any" : type == typeof(TimeSpan) ? TimeSpan.FromSeconds(1) : type == typeof(bool) ? true
        : type.IsEnum ? Enum.GetValues(type).GetValue(0)! : Convert.ChangeType(1, type, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([a-z]\w*)(\{.*\})? \S+", RegexOptions.Multiline)]
    private static partial Regex Lines();

    [GeneratedRegex(@"(\w+)=""")]
    private static partial Regex Labels();
}
