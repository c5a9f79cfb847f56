using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using NewsHub.Client;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>Rankings pushed by a real hub process.</summary>
public sealed class RankingTests(RunningHub running) : IClassFixture<RunningHub>
{
    private const int Articles = 12;
    private const int Readers = 150;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(4);

    private HubProcess Hub => running.Hub;

    [Fact]
    public async Task Ranking_is_pushed_at_most_four_times_a_second_and_deltas_add_up_to_the_ranking_of_the_API()
    {
        using var newsroom = Hub.OpenNewsroom();
        var articles = await Task.WhenAll(Enumerable.Range(0, Articles).Select(n => newsroom.Publish($"Story {n}")));
        await using var connection = Connect();
        var versions = new ConcurrentQueue<long>();
        var deltas = 0;
        connection.On<JsonElement>("ranking", ranking => versions.Enqueue(ranking.GetProperty("version").GetInt64()));
        connection.On<JsonElement>("rankingDelta", delta =>
        {
            Interlocked.Increment(ref deltas);
            versions.Enqueue(delta.GetProperty("version").GetInt64());
        });
        await connection.StartAsync();
        await connection.InvokeAsync<JsonElement>("Subscribe", new[] { "ranking/rising" }, null);
        await using var wire = new NewsWire(Hub.Address, new NewsWireOptions { Topics = ["ranking/rising"] });
        Ranking? latest = null;
        var reading = Task.Run(async () =>
        {
            await foreach (var news in wire.ReadAll())
                if (news is Ranking ranking) Volatile.Write(ref latest, ranking);
        });
        await Eventually.Is(() => wire.State is WireState.Live);

        var elapsed = Stopwatch.StartNew();
        for (var reader = 0; reader < Readers || elapsed.Elapsed < Duration; reader++)
            await newsroom.Read(articles[reader * reader % Articles].Id, $"reader-{reader}");
        var received = versions.ToArray();
        var maxPushes = 4 * elapsed.Elapsed.TotalSeconds + 2; // plus the first push and one at the end of the last interval

        Assert.InRange(received.Length, 2, maxPushes);
        Assert.Equal(received.Distinct().Order(), received);
        Assert.True(deltas > 0, "No rankingDelta arrived.");
        var (expected, pushed) = await Eventually.Is(
            async () => (Read: await ReadRanking(), Pushed: Volatile.Read(ref latest)), both => both.Read.Version == both.Pushed?.Version);
        Assert.Equal(
            expected.Places.Select(place => (place.Rank, place.ArticleId, place.Reads, place.Readers)),
            pushed!.Places.Select(place => (place.Rank, place.ArticleId, place.Reads, place.Readers)));
        await wire.DisposeAsync();
        await reading;

        async Task<Ranking> ReadRanking() => (await newsroom.Http.GetFromJsonAsync<Ranking>("/api/rankings/rising"))!;
    }

    [Fact]
    public async Task Seen_is_accepted_over_SignalR_and_invalid_arguments_are_refused_with_a_reason()
    {
        using var newsroom = Hub.OpenNewsroom();
        var article = await newsroom.Publish("In view");
        await using var connection = Connect();
        await connection.StartAsync();

        await connection.InvokeAsync("Seen", "rising", new[] { article.Id });

        var refusal = await Assert.ThrowsAsync<HubException>(() => connection.InvokeAsync("Seen", "nothing", new[] { article.Id }));
        Assert.Contains("ranking", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HubException>(() => connection.InvokeAsync("Seen", "rising", new[] { "not an id!" }));
    }

    private HubConnection Connect() => new HubConnectionBuilder().WithUrl(new Uri(Hub.Address, "/live")).Build();
}
