using Xunit;

namespace NewsHub.EndToEndTests.Cluster;

/// <summary>Hubs that share a secret form a cluster; others are refused and say why.</summary>
public sealed class ClusterSecretTests
{
    private static readonly (string, string) Secret = ("NewsHub:Cluster:Secret", "the-secret-of-this-cluster-0123456789");
    private static readonly (string, string) Another = ("NewsHub:Cluster:Secret", "the-secret-of-another-one-0123456789");
    private static readonly (string, string) Gateway = ("NewsHub:Roles", "gateway");

    private const string Refusal = "NewsHub cannot start: The hub at 127.0.0.1:";
    private const string Refused = "connections did not prove the cluster's secret and were refused";

    [SkippableFact]
    public async Task Silos_and_gateways_with_the_same_secret_work_together()
    {
        await using var cluster = await HubCluster.Prepare([Secret], [Secret], [Secret, Gateway]);
        await Task.WhenAll(cluster.Hubs.Select(hub => hub.Start()));
        using var newsroom = cluster.Hubs[2].OpenNewsroom();

        var stories = new List<Receipt>();
        for (var n = 0; n < 10; n++) stories.Add(await newsroom.Publish($"Story {n}")); // on either silo

        foreach (var hub in cluster.Hubs)
        {
            using var reader = new HttpClient { BaseAddress = hub.Address };
            await Eventually.Is(() => Wire.ReadAfter(reader, WireCursor.Parse(stories[0].Cursor!) with { Seq = stories[0].Seq - 1 }), entries => entries.Count == 10);
            Assert.DoesNotContain("Secret", hub.Output, StringComparison.Ordinal);
        }
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hub_with_another_secret_exits_and_says_why_and_the_cluster_goes_on(bool isGateway)
    {
        await using var cluster = await HubCluster.Prepare([Secret], isGateway ? [Another, Gateway] : [Another]);
        var (member, stranger) = (cluster.Hubs[0], cluster.Hubs[1]);
        await member.Start();

        Assert.Equal(1, await stranger.StartExpectingExit());

        Assert.Contains(Refusal, stranger.Output, StringComparison.Ordinal);
        Assert.Contains("NewsHub:Cluster:Secret must be the same on all hubs of a cluster.", stranger.Output, StringComparison.Ordinal);
        await Eventually.Is(() => member.Output.Contains(Refused, StringComparison.Ordinal));
        using var newsroom = member.OpenNewsroom();
        await newsroom.Publish("The cluster goes on");
        Assert.Equal(1, member.Output.Split(Refused).Length - 1);
    }

    [SkippableFact]
    public async Task A_hub_without_the_secret_warns_cannot_join_and_the_cluster_goes_on()
    {
        await using var cluster = await HubCluster.Prepare([Secret], [Gateway]);
        var (member, stranger) = (cluster.Hubs[0], cluster.Hubs[1]);
        await member.Start();

        stranger.StartWithoutWaiting();

        await Eventually.Is(() => member.Output.Contains(Refused, StringComparison.Ordinal));
        await Eventually.Is(() => stranger.Output.Contains("Waiting for a silo of the cluster", StringComparison.Ordinal));
        Assert.Contains("NewsHub:Cluster:Secret is not set", stranger.Output, StringComparison.Ordinal);
        using var newsroom = member.OpenNewsroom();
        await newsroom.Publish("The cluster goes on");
    }

    [SkippableFact]
    public async Task A_short_secret_is_refused()
    {
        await using var cluster = await HubCluster.Prepare([[("NewsHub:Cluster:Secret", "short")]]);

        Assert.Equal(1, await cluster.Hubs[0].StartExpectingExit());

        Assert.Contains("NewsHub:Cluster:Secret must have 32 to 1000 characters", cluster.Hubs[0].Output, StringComparison.Ordinal);
    }
}
