using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NewsHub.Gateway;
using NewsHub.Host.Telemetry;
using NewsHub.Trending;
using Xunit;

namespace NewsHub.Tests.Deploying;

/// <summary>What Prometheus finds at a hub's metrics: the program's own telemetry, and every measurement that its code can make, made once.</summary>
public sealed partial class Exported : IAsyncLifetime
{
    /// <summary>By series, the labels it has been seen with.</summary>
    public IReadOnlyDictionary<string, HashSet<string>> Series { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var metrics = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}");
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["urls"] = "http://127.0.0.1:0", ["NewsHub:Telemetry:MetricsUrl"] = metrics });
        var telemetry = builder.AddTelemetry();
        await using var app = builder.Build();
        app.UseTelemetry(telemetry);
        app.MapGet("/api/wire", () => "");
        await app.StartAsync();
        MeasureEverything(app.Services);
        using var http = new HttpClient();
        // A request is measured once its answer has left, and before the next one of its connection is taken.
        for (var n = 0; n < 2; n++) await http.GetStringAsync(new Uri(new Uri(app.Urls.First(url => url != metrics)), "/api/wire"));
        var text = await http.GetStringAsync(new Uri($"{metrics}/metrics"));
        Series = Lines().Matches(text).GroupBy(line => line.Groups[1].Value)
            .ToDictionary(series => series.Key, series => series.SelectMany(line => Labels().Matches(line.Groups[2].Value)).Select(label => label.Groups[1].Value).ToHashSet());
    }

    public Task DisposeAsync() => Task.CompletedTask;

    // Each class of metrics is made of verbs, and each verb is one measurement.
    private static void MeasureEverything(IServiceProvider services)
    {
        var classes = new[] { typeof(GatewaySetup).Assembly, typeof(TrendingSetup).Assembly }.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.GetConstructors() is [var only] && only.GetParameters() is [{ } parameter] && parameter.ParameterType == typeof(IMeterFactory));
        foreach (var type in classes)
        {
            var measured = ActivatorUtilities.CreateInstance(services, type);
            foreach (var verb in type.GetMethods().Where(method => method.DeclaringType == type && method.ReturnType == typeof(void)))
                verb.Invoke(measured, [.. verb.GetParameters().Select(parameter => Example(parameter.ParameterType))]);
        }
    }

    private static object Example(Type type) =>
        type == typeof(string) ? "any" : type == typeof(TimeSpan) ? TimeSpan.FromSeconds(1) : type == typeof(bool) ? true
        : type.IsEnum ? Enum.GetValues(type).GetValue(0)! : Convert.ChangeType(1, type, CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"^([a-z]\w*)(\{.*\})? \S+", RegexOptions.Multiline)]
    private static partial Regex Lines();

    [GeneratedRegex(@"(\w+)=""")]
    private static partial Regex Labels();
}
