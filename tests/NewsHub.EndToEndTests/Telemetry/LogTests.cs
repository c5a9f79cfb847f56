using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NewsHub.EndToEndTests.Cluster;
using Xunit;

namespace NewsHub.EndToEndTests.Telemetry;

/// <summary>What a hub writes about itself: for machines where it shall, and never a secret.</summary>
public sealed class LogTests
{
    private const string Password = "the-password-of-the-database";

    [SkippableFact]
    public async Task Each_line_is_json_with_a_time_and_no_secret_is_in_any_at_the_level_debug()
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
        using var made = await admin.Http.PostAsJsonAsync("/api/keys", new { newsroom = "harbour", scope = "publish" });
        var key = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;

        await UseEverywhere(hub, hub.AdminKey!);
        await UseEverywhere(hub, key);
        await UseEverywhere(hub, "nh_a-key-that-nobody-has");
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
            Assert.DoesNotContain(collector.Posts, post => post.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0);
        }
    }

    /// <summary>As a bearer, as a password, in the query as browsers must; as what publishes and as what is refused.</summary>
    private static async Task UseEverywhere(HubProcess hub, string key)
    {
        using var newsroom = new Newsroom(hub.Address, key);
        using var published = await newsroom.Http.PostAsJsonAsync("/api/articles", new { headline = "With a key", status = "published" });
        using var refused = await newsroom.Http.PostAsJsonAsync("/api/articles", new { headline = "" });
        using var anybody = new HttpClient { BaseAddress = hub.Address };
        using var negotiated = await anybody.PostAsync($"/live/negotiate?negotiateVersion=1&access_token={key}", null);
        using var elsewhere = await anybody.GetAsync($"/api/articles?access_token={key}");
        anybody.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Basic(key));
        using var dashboard = await anybody.GetAsync("/dashboard");
    }

    private static string Basic(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{key}"));
}
