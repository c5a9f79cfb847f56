using System.Net;
using Xunit;

namespace NewsHub.EndToEndTests.Cluster;

/// <summary>A machine's clock is minutes off: the hub on it steps aside and says so, and the others go on.</summary>
public sealed class ClockTests : IDisposable
{
    private const int Right = 0;

    private readonly FakeClock _clock = new();

    public void Dispose() => _clock.Dispose();

    [SkippableTheory]
    [InlineData(300, "s ahead of the database's")]
    [InlineData(-300, "s behind the database's")]
    public async Task A_hub_with_a_wrong_clock_does_not_start_and_says_why(int offset, string reason)
    {
        await using var cluster = await HubCluster.Prepare([]);
        await using var hub = WithClock(cluster, offset);

        Assert.NotEqual(0, await hub.StartAndEnd());

        Assert.Contains(reason, hub.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_hub_whose_clock_goes_wrong_is_not_ready_until_it_is_right_again_and_the_others_publish_on()
    {
        await using var cluster = await HubCluster.Prepare([[]]);
        await using var wrong = WithClock(cluster, Right);
        await Task.WhenAll(cluster.Hubs[0].Start(), wrong.Start());
        using var newsroom = cluster.Hubs[0].OpenNewsroom();
        using var http = new HttpClient { BaseAddress = wrong.Address };
        var before = await newsroom.Publish("Told while all clocks agree");

        var complaint = await SetUntil(HttpStatusCode.ServiceUnavailable, 300, http);
        Assert.Contains("\"clock\":\"This machine", complaint.Body, StringComparison.Ordinal);
        Assert.Contains("s ahead of the database", complaint.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Ready(cluster.Hubs[0])).Code);
        var during = await newsroom.Publish("Told while one is five minutes ahead");
        await SetUntil(HttpStatusCode.OK, Right, http);
        var after = await newsroom.Publish("Told when all agree again");

        Assert.Equal(
            [before.Cursor, during.Cursor, after.Cursor], (await Wire.ReadAll(http, Place.Parse(after.Cursor!))).Select(entry => entry.Cursor));
    }

    /// <summary>One more hub, whose clock is as far off as the file says.</summary>
    private HubProcess WithClock(HubCluster cluster, int offset)
    {
        _clock.Set(offset);
        return HubProcess.Through(_clock.Command, IPAddress.Loopback, cluster.ConnectionString);
    }

    private Task<(HttpStatusCode Code, string Body)> SetUntil(HttpStatusCode code, int offset, HttpClient http) =>
        _clock.Set(offset, () => Ready(http), answer => answer.Code == code);

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
