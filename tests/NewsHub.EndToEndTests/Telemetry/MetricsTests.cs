using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace NewsHub.EndToEndTests.Telemetry;

/// <summary>What Prometheus finds at <c>/metrics</c>, and who else does.</summary>
public sealed class MetricsTests
{
    /// <summary>What alerts and dashboards are made of, and a publish, a reader and a read move.</summary>
    private static readonly string[] Moving =
    [
        "newshub_live_connections", "newshub_live_subscriptions_total", "newshub_live_deliveries_total", "newshub_live_lag_seconds_count",
        "newshub_live_offer_duration_seconds_count", "newshub_reads_counted_total", "http_server_request_duration_seconds_count",
    ];

    [Fact]
    public async Task They_are_for_an_admins_key_and_move_with_what_happens()
    {
        await using var hub = await HubProcess.StartFresh();
        using var admin = hub.OpenNewsroom();
        using var anybody = new HttpClient { BaseAddress = hub.Address };
        using var other = new Newsroom(hub.Address, await MakeKey(admin));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOf(anybody, "/metrics"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusOf(other.Http, "/metrics"));
        var before = await Figures(admin.Http);

        using var reader = await anybody.GetAsync("/live/events?topics=news", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await reader.Content.ReadAsStreamAsync());
        var story = await admin.Publish("It moves");
        while (await lines.ReadLineAsync() is { } line && line != $"id: {story.Cursor}") { }
        await admin.Read(story.Id, "a reader");

        await Eventually.Is(
            async () => Unmoved(before, await Figures(admin.Http)), unmoved => unmoved.Length == 0);
    }

    [Fact]
    public async Task At_an_address_of_their_own_they_ask_for_no_key_and_nothing_else_is_there()
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePorts.Take(1)[0]}"));
        await using var hub = await HubProcess.StartFresh(("NewsHub:Telemetry:MetricsUrl", address.ToString().TrimEnd('/')));
        using var admin = hub.OpenNewsroom();
        using var prometheus = new HttpClient { BaseAddress = address };

        Assert.NotEmpty(await Figures(prometheus));
        foreach (var path in (string[])["/", "/api/wire", "/health/ready"]) Assert.Equal(HttpStatusCode.NotFound, await StatusOf(prometheus, path));
        Assert.Equal(HttpStatusCode.NotFound, await StatusOf(admin.Http, "/metrics"));
    }

    private static string Unmoved(Dictionary<string, double> before, Dictionary<string, double> after) =>
        string.Join(", ", Moving.Where(name => after.GetValueOrDefault(name) <= before.GetValueOrDefault(name)));

    private static async Task<string> MakeKey(Newsroom admin)
    {
        using var answer = await admin.Http.PostAsJsonAsync("/api/keys", new { newsroom = "harbour", scope = "publish" });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;
    }

    private static async Task<HttpStatusCode> StatusOf(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path);
        return answer.StatusCode;
    }

    /// <summary>Each figure, summed over its labels.</summary>
    private static async Task<Dictionary<string, double>> Figures(HttpClient http) => (await http.GetStringAsync("/metrics")).Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => (Name: line[..line.AsSpan().IndexOfAny('{', ' ')], Value: double.Parse(ValueIn(line), CultureInfo.InvariantCulture)))
        .GroupBy(figure => figure.Name, figure => figure.Value).ToDictionary(figures => figures.Key, figures => figures.Sum());

    // name{labels} value [timestamp]
    private static string ValueIn(string line) => line[(line.LastIndexOf('}') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        var words when line.Contains('}', StringComparison.Ordinal) => words[0],
        var words => words[1],
    };
}
