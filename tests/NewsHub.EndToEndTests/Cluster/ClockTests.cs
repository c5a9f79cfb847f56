using System.Net;
using Xunit;

namespace NewsHub.EndToEndTests.Cluster;

/// <summary>A hub whose clock is minutes off refuses commands and gives the reason; the other hubs keep working.</summary>
public sealed class ClockTests : IDisposable
{
    private const int NoOffset = 0;

    private readonly FakeClock _clock = new();

    public void Dispose() => _clock.Dispose();

    [SkippableTheory]
    [InlineData(300, "s ahead of the database's")]
    [InlineData(-300, "s behind the database's")]
    public async Task Hub_with_a_wrong_clock_does_not_start_and_logs_the_reason(int offset, string reason)
    {
        await using var cluster = await HubCluster.Prepare([]);
        await using var hub = WithClock(cluster, offset);

        Assert.NotEqual(0, await hub.StartExpectingExit());

        Assert.Contains(reason, hub.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Hub_whose_clock_goes_wrong_refuses_commands_and_says_so_until_it_is_corrected_and_other_hubs_keep_publishing()
    {
        await using var cluster = await HubCluster.Prepare([[]]);
        await using var wrong = WithClock(cluster, NoOffset);
        await Task.WhenAll(cluster.Hubs[0].Start(), wrong.Start());
        using var newsroom = cluster.Hubs[0].OpenNewsroom();
        using var http = new HttpClient { BaseAddress = wrong.Address };
        var before = await newsroom.Publish("Before the clock error");

        var degraded = await SetUntil("degraded", 300, http);
        Assert.Equal(HttpStatusCode.OK, degraded.Code);
        Assert.Contains("\"clock\":\"This machine", degraded.Body, StringComparison.Ordinal);
        Assert.Contains("s ahead of the database", degraded.Body, StringComparison.Ordinal);
        using var refused = wrong.OpenNewsroom();
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => refused.Publish("At the hub with the wrong clock"));
        Assert.Contains("answered 503", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("s ahead of the database", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Ready(cluster.Hubs[0])).Code);
        var during = await newsroom.Publish("During the clock error");
        await SetUntil("healthy", NoOffset, http);
        var after = await newsroom.Publish("After the clock error");

        Assert.Equal(
            [before.Cursor, during.Cursor, after.Cursor], (await Wire.ReadAll(http, WireCursor.Parse(after.Cursor!))).Select(entry => entry.Cursor));
    }

    /// <summary>Creates one more hub with a clock offset in seconds.</summary>
    private HubProcess WithClock(HubCluster cluster, int offset)
    {
        _clock.Set(offset);
        return HubProcess.WithLauncher(_clock.Command, IPAddress.Loopback, cluster.ConnectionString);
    }

    private Task<(HttpStatusCode Code, string Body)> SetUntil(string status, int offset, HttpClient http)
    {
        _clock.Set(offset);
        return Eventually.Is(() => Ready(http), answer => answer.Body.Contains($"\"status\":\"{status}\"", StringComparison.Ordinal));
    }

    private static async Task<(HttpStatusCode Code, string Body)> Ready(HubProcess hub)
    {
        using var http = new HttpClient { BaseAddress = hub.Address };
        return await Ready(http);
    }

    private static async Task<(HttpStatusCode Code, string Body)> Ready(HttpClient http)
    {
        using var answer = await http.GetAsync("/health/ready");
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
