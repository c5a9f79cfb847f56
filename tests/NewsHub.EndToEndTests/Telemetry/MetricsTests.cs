using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace NewsHub.EndToEndTests.Telemetry;

/// <summary>Content and access control of <c>/metrics</c>.</summary>
public sealed class MetricsTests
{
    /// <summary>Metrics used by alerts and dashboards that a publish, a reader and a read increase.</summary>
    private static readonly string[] Increasing =
    [
        "newshub_live_connections", "newshub_live_subscriptions_total", "newshub_live_deliveries_total", "newshub_live_lag_seconds_count",
        "newshub_live_offer_duration_seconds_count", "newshub_wire_batch_size_count", "newshub_wire_commit_duration_seconds_count",
        "newshub_reads_counted_total", "http_server_request_duration_seconds_count",
    ];

    [Fact]
    public async Task Metrics_require_an_admin_key_and_increase_with_activity()
    {
        await using var hub = await HubProcess.StartFresh();
        using var admin = hub.OpenNewsroom();
        using var anonymous = new HttpClient { BaseAddress = hub.Address };
        using var other = new Newsroom(hub.Address, await CreateKey(admin));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOf(anonymous, "/metrics"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusOf(other.Http, "/metrics"));
        var before = await ReadMetrics(admin.Http);

        using var reader = await anonymous.GetAsync("/live/events?topics=news", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await reader.Content.ReadAsStreamAsync());
        var story = await admin.Publish("A story");
        while (await lines.ReadLineAsync() is { } line && line != $"id: {story.Cursor}") { }
        await admin.Read(story.Id, "a reader");

        await Eventually.Is(
            async () => NotIncreased(before, await ReadMetrics(admin.Http)), notIncreased => notIncreased.Length == 0);
    }

    [Fact]
    public async Task Metrics_at_a_separate_address_require_no_key_and_nothing_else_is_served_there()
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePorts.Take(1)[0]}"));
        await using var hub = await HubProcess.StartFresh(("NewsHub:Telemetry:MetricsUrl", address.ToString().TrimEnd('/')));
        using var admin = hub.OpenNewsroom();
        using var prometheus = new HttpClient { BaseAddress = address };

        Assert.NotEmpty(await ReadMetrics(prometheus));
        foreach (var path in (string[])["/", "/api/wire", "/health/ready"]) Assert.Equal(HttpStatusCode.NotFound, await StatusOf(prometheus, path));
        Assert.Equal(HttpStatusCode.NotFound, await StatusOf(admin.Http, "/metrics"));
    }

    private static string NotIncreased(Dictionary<string, double> before, Dictionary<string, double> after) =>
        string.Join(", ", Increasing.Where(name => after.GetValueOrDefault(name) <= before.GetValueOrDefault(name)));

    private static async Task<string> CreateKey(Newsroom admin)
    {
        using var answer = await admin.Http.PostAsJsonAsync("/api/keys", new { newsroom = "harbour", scope = "publish" });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;
    }

    private static async Task<HttpStatusCode> StatusOf(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path);
        return answer.StatusCode;
    }

    /// <summary>Each metric, summed over its labels.</summary>
    private static async Task<Dictionary<string, double>> ReadMetrics(HttpClient http) => (await http.GetStringAsync("/metrics")).Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => (Name: line[..line.AsSpan().IndexOfAny('{', ' ')], Value: double.Parse(ValueIn(line), CultureInfo.InvariantCulture)))
        .GroupBy(metric => metric.Name, metric => metric.Value).ToDictionary(metrics => metrics.Key, metrics => metrics.Sum());

    // name{labels} value [timestamp]
    private static string ValueIn(string line) => line[(line.LastIndexOf('}') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        var words when line.Contains('}', StringComparison.Ordinal) => words[0],
        var words => words[1],
    };
}
