using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NewsHub.EndToEndTests.Cluster;
using Xunit;

namespace NewsHub.EndToEndTests.Telemetry;

/// <summary>JSON logs of a hub contain no secrets.</summary>
public sealed class LogTests
{
    private const string Password = "the-password-of-the-database";

    [SkippableFact]
    public async Task Debug_logs_are_JSON_lines_with_timestamps_and_contain_no_secrets()
    {
        await using var cluster = await HubCluster.Prepare();
        await using var collector = new Collector();
        await using var hub = HubProcess.InCluster(
            $"{cluster.ConnectionString};Password={Password}",
            [
                ("Logging:Console:FormatterName", "json"), ("Logging:Console:FormatterOptions:IncludeScopes", "true"), ("Logging:LogLevel:Default", "Debug"),
                ("Logging:LogLevel:Microsoft", "Debug"), ("Logging:LogLevel:Orleans", "Debug"), ("NewsHub:Telemetry:Dashboard", "true"), .. collector.Settings,
            ]);
        await hub.Start();
        using var admin = hub.OpenNewsroom();
        using var created = await admin.Http.PostAsJsonAsync("/api/keys", new { newsroom = "harbour", scope = "publish" });
        var key = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;

        await SendKeyEverywhere(hub, hub.AdminKey!);
        await SendKeyEverywhere(hub, key);
        await SendKeyEverywhere(hub, "nh_a-key-that-nobody-has");
        Assert.Equal(0, await hub.Stop());
        Assert.Contains(collector.Spans, span => span.Name == "POST /api/articles");

        var lines = hub.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line =>
        {
            using var entry = JsonDocument.Parse(line);
            Assert.True(DateTimeOffset.TryParse(entry.RootElement.GetProperty("Timestamp").GetString(), out _), line);
        });
        Assert.Contains(lines, line => line.Contains("\"LogLevel\":\"Debug\"", StringComparison.Ordinal));
        foreach (var secret in (string[])[Password, hub.AdminKey!, key, "nh_a-key-that-nobody-has", Basic(hub.AdminKey!), Basic(key)])
        {
            Assert.DoesNotContain(lines, line => line.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(collector.Requests, request => request.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0);
        }
    }

    /// <summary>Sends the key as bearer token, as basic password and in the query string, in accepted and in refused requests.</summary>
    private static async Task SendKeyEverywhere(HubProcess hub, string key)
    {
        using var newsroom = new Newsroom(hub.Address, key);
        using var published = await newsroom.Http.PostAsJsonAsync("/api/articles", new { headline = "With a key", status = "published" });
        using var refused = await newsroom.Http.PostAsJsonAsync("/api/articles", new { headline = "" });
        using var anonymous = new HttpClient { BaseAddress = hub.Address };
        using var negotiated = await anonymous.PostAsync($"/live/negotiate?negotiateVersion=1&access_token={key}", null);
        using var elsewhere = await anonymous.GetAsync($"/api/articles?access_token={key}");
        anonymous.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Basic(key));
        using var dashboard = await anonymous.GetAsync("/dashboard");
    }

    private static string Basic(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{key}"));
}
