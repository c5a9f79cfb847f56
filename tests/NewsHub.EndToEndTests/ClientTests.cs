using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>The client library against the real program.</summary>
public sealed class ClientTests(RunningHub running) : IClassFixture<RunningHub>
{
    private const int Publishers = 8;
    private const int Kills = 3;

    /// <summary>Entries between two kills.</summary>
    private const int Round = 150;

    private HubProcess Hub => running.Hub;

    [Fact]
    public async Task A_running_program_gets_each_entry_once_and_in_order_while_the_hub_is_killed_and_started_again()
    {
        using var newsroom = Hub.OpenNewsroom();
        await using var following = await Following.Begin(Hub.Address, newsroom.Http, "news", "section/world", "breaking");
        using var enough = new CancellationTokenSource();
        var storm = new Storm(newsroom, "world", "sport");
        var publishing = storm.Publish(Publishers, enough.Token);

        for (var kill = 1; kill <= Kills; kill++)
        {
            await Eventually.Is(() => storm.Published.Count >= kill * Round);
            await Hub.Kill();
            await Hub.Restart();
        }

        await Eventually.Is(() => storm.Published.Count >= (Kills + 1) * Round);
        await enough.CancelAsync();
        await publishing;

        await HearsAll(following, storm.Published.Keys);
        Assert.Equal(0, following.Resets);
    }

    [Fact]
    public async Task Topics_are_added_and_removed_during_a_storm_without_a_gap_or_a_repeat()
    {
        using var newsroom = Hub.OpenNewsroom();
        await using var following = await Following.Begin(Hub.Address, newsroom.Http, "section/world");
        using var enough = new CancellationTokenSource();
        var storm = new Storm(newsroom, "world", "sport");
        var publishing = storm.Publish(Publishers, enough.Token);

        var followed = new List<(long From, long To)>();
        for (var round = 1; round <= 20; round++)
        {
            await following.Wire.Add("section/sport", "tag/none");
            var from = (await Wire.Now(newsroom.Http)).Seq; // acknowledgements may come later than entries, and out of their order
            await Eventually.Is(() => storm.Published.Count >= round * 30);
            followed.Add((from, following.LastSeq));
            await following.Wire.Remove("section/sport");
            var left = storm.Published.Count;
            await Eventually.Is(() => storm.Published.Count >= left + 5);
        }

        await enough.CancelAsync();
        await publishing;

        var world = storm.Published.Where(entry => entry.Value == "world").Select(entry => entry.Key);
        var sport = storm.Published.Where(entry => entry.Value == "sport").Select(entry => entry.Key).ToArray();
        var meanwhile = sport.Where(seq => followed.Any(time => seq > time.From && seq <= time.To)).ToArray();
        await Eventually.Is(() => following.LastSeq >= world.Max());
        var told = following.Entries.Select(entry => entry.Seq).ToArray();
        Assert.Equal(told.Distinct().Order(), told);
        Assert.Equal(world.Order(), told.Where(seq => storm.Published[seq] == "world"));
        Assert.NotEmpty(meanwhile);
        Assert.Empty(meanwhile.Except(told));
        Assert.True(told.Length < storm.Published.Count, "Nothing was left out while sport was not followed.");
        Assert.Equal(0, following.Resets);
    }

    [Fact]
    public async Task Where_no_WebSocket_passes_the_news_comes_as_events_each_once_and_in_order_however_often_it_is_cut()
    {
        using var newsroom = Hub.OpenNewsroom();
        await using var proxy = new Proxy(Hub.Address);
        await using var following = await Following.Begin(proxy.Address, newsroom.Http, "section/world", "news");
        using var enough = new CancellationTokenSource();
        var storm = new Storm(newsroom, "world", "sport");
        var publishing = storm.Publish(Publishers, enough.Token);

        for (var cut = 1; cut <= 5; cut++)
        {
            await Eventually.Is(() => storm.Published.Count >= cut * 40);
            proxy.Cut();
            await following.IsLive();
        }

        await following.Wire.Remove("section/world");
        await following.Wire.Add("section/sport");
        await enough.CancelAsync();
        await publishing;

        await HearsAll(following, storm.Published.Keys);
        Assert.Equal(0, following.Resets);
        Assert.NotEqual(0, proxy.Refused);
        var refusal = await Assert.ThrowsAsync<Client.RefusedException>(() => following.Wire.Add("section/atlantis"));
        Assert.StartsWith("There is no topic section/atlantis", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_that_stops_in_order_sends_its_readers_away_and_the_next_one_loses_nothing()
    {
        using var newsroom = Hub.OpenNewsroom();
        await using var proxy = new Proxy(Hub.Address);
        await using var socket = await Following.Begin(Hub.Address, newsroom.Http, "news");
        await using var events = await Following.Begin(proxy.Address, newsroom.Http, "news");
        var before = await newsroom.Publish("The old press stops");

        await Hub.Stop();
        await Hub.Start();
        var after = await newsroom.Publish("The new press starts");

        foreach (var following in (Following[])[socket, events])
        {
            await HearsAll(following, [before.Seq, after.Seq]);
            Assert.Equal(0, following.Resets);
        }
    }

    [Fact]
    public async Task Reads_reactions_rankings_and_counts_travel_both_ways()
    {
        using var newsroom = Hub.OpenNewsroom();
        var story = await newsroom.Publish("Lighthouse keeper retires");
        await using var wire = new Client.NewsWire(Hub.Address, new() { Topics = [$"counts/{story.Id}", "ranking/rising"] });
        var (counts, ranking) = (new TaskCompletionSource<Client.Counts>(), new TaskCompletionSource<Client.Ranking>());
        var reading = Task.Run(async () =>
        {
            await foreach (var news in wire.ReadAll())
            {
                if (news is Client.Counts { Reads: > 0 } now && now.Reactions.ContainsKey("veryGood")) counts.TrySetResult(now);
                if (news is Client.Ranking rising && rising.Places.Any(place => place.ArticleId == story.Id && place.Reads > 0)) ranking.TrySetResult(rising);
            }
        });
        await Eventually.Is(() => wire.State is Client.WireState.Live);

        await wire.Read(story.Id);
        Assert.Equal(1, (await wire.React(story.Id, "veryGood")).Reactions["veryGood"]);

        await Task.WhenAll(counts.Task, ranking.Task).WaitAsync(TimeSpan.FromSeconds(60));
        await Assert.ThrowsAsync<Client.RefusedException>(() => wire.React("nowhere", "veryGood"));
        Assert.Equal(0, (await wire.React(story.Id, "veryGood", on: false)).Reactions.GetValueOrDefault("veryGood"));
        await wire.DisposeAsync();
        await reading;
    }

    [Fact]
    public async Task What_the_hub_does_not_have_is_refused_with_its_reason()
    {
        using var newsroom = Hub.OpenNewsroom();
        await using var following = await Following.Begin(Hub.Address, newsroom.Http, "news");

        var refusal = await Assert.ThrowsAsync<Client.RefusedException>(() => following.Wire.Add("section/atlantis"));

        Assert.StartsWith("There is no topic section/atlantis", refusal.Message, StringComparison.Ordinal);
        var receipt = await newsroom.Publish("Atlantis is still not found");
        await HearsAll(following, [receipt.Seq]);
    }

    private static async Task HearsAll(Following following, IEnumerable<long> published)
    {
        var all = published.Order().ToArray();
        await Eventually.Is(() => following.LastSeq >= all[^1], TimeSpan.FromSeconds(60));
        Assert.Equal(all, following.Entries.Select(entry => entry.Seq));
    }
}
