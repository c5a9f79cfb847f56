using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using NewsHub.Client;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>Rankings as the real program pushes them.</summary>
public sealed class RankingTests(RunningHub running) : IClassFixture<RunningHub>
{
    private const int Articles = 12;
    private const int Readers = 150;

    private static readonly TimeSpan Storm = TimeSpan.FromSeconds(4);

    private HubProcess Hub => running.Hub;

    [Fact]
    public async Task A_ranking_moves_at_most_four_times_a_second_and_its_changes_lead_to_what_the_hub_says()
    {
        using var newsroom = Hub.OpenNewsroom();
        var articles = await Task.WhenAll(Enumerable.Range(0, Articles).Select(n => newsroom.Publish($"Story {n}")));
        await using var line = Connect();
        var versions = new ConcurrentQueue<long>();
        var changes = 0;
        line.On<JsonElement>("ranking", ranking => versions.Enqueue(ranking.GetProperty("version").GetInt64()));
        line.On<JsonElement>("rankingDelta", delta =>
        {
            Interlocked.Increment(ref changes);
            versions.Enqueue(delta.GetProperty("version").GetInt64());
        });
        await line.StartAsync();
        await line.InvokeAsync<JsonElement>("Subscribe", new[] { "ranking/rising" }, null);
        await using var wire = new NewsWire(Hub.Address, new NewsWireOptions { Topics = ["ranking/rising"] });
        Ranking? shown = null;
        var following = Task.Run(async () =>
        {
            await foreach (var news in wire.ReadAll())
                if (news is Ranking ranking) Volatile.Write(ref shown, ranking);
        });
        await Eventually.Is(() => wire.State is WireState.Live);

        var since = Stopwatch.StartNew();
        for (var reader = 0; reader < Readers || since.Elapsed < Storm; reader++)
            await newsroom.Read(articles[reader * reader % Articles].Id, $"reader-{reader}");
        var told = versions.ToArray();
        var most = 4 * since.Elapsed.TotalSeconds + 2; // the first, and one that the end of the last quarter cuts off

        Assert.InRange(told.Length, 2, most);
        Assert.Equal(told.Distinct().Order(), told);
        Assert.True(changes > 0, "No change came as a change alone.");
        var said = await Eventually.Is(Said, ranking => ranking.Version == Volatile.Read(ref shown)?.Version);
        Assert.Equal(
            said.Places.Select(place => (place.Rank, place.ArticleId, place.Reads, place.Readers)),
            shown!.Places.Select(place => (place.Rank, place.ArticleId, place.Reads, place.Readers)));
        await wire.DisposeAsync();
        await following;

        async Task<Ranking> Said() => (await newsroom.Http.GetFromJsonAsync<Ranking>("/api/rankings/rising"))!;
    }

    [Fact]
    public async Task What_was_in_view_is_told_over_the_line_and_what_is_wrong_with_it_is_said()
    {
        using var newsroom = Hub.OpenNewsroom();
        var article = await newsroom.Publish("In view");
        await using var line = Connect();
        await line.StartAsync();

        await line.InvokeAsync("Seen", "rising", new[] { article.Id });

        var refusal = await Assert.ThrowsAsync<HubException>(() => line.InvokeAsync("Seen", "nothing", new[] { article.Id }));
        Assert.Contains("ranking", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HubException>(() => line.InvokeAsync("Seen", "rising", new[] { "not an id!" }));
    }

    private HubConnection Connect() => new HubConnectionBuilder().WithUrl(new Uri(Hub.Address, "/live")).Build();
}
