using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>Runs the client library against a real hub process.</summary>
public sealed class ClientTests(RunningHub running) : IClassFixture<RunningHub>
{
    private const int Publishers = 8;
    private const int Kills = 3;

    /// <summary>Entries published between two kills.</summary>
    private const int EntriesPerRound = 150;

    private HubProcess Hub => running.Hub;

    [Fact]
    public async Task Client_gets_each_entry_once_and_in_order_while_the_hub_is_killed_and_restarted()
    {
        using var newsroom = Hub.OpenNewsroom();
        await using var client = await RecordingClient.Start(Hub.Address, newsroom.Http, "news", "section/world", "breaking");
        using var stop = new CancellationTokenSource();
        var storm = new Storm(newsroom, "world", "sport");
        var publishing = storm.Publish(Publishers, stop.Token);

        for (var kill = 1; kill <= Kills; kill++)
        {
            await Eventually.Is(() => storm.Published.Count >= kill * EntriesPerRound);
            await Hub.Kill();
            await Hub.Restart();
        }

        await Eventually.Is(() => storm.Published.Count >= (Kills + 1) * EntriesPerRound);
        await stop.CancelAsync();
        await publishing;

        await ReceivesAll(client, storm.Published.Keys);
        Assert.Equal(0, client.Resets);
    }

    [Fact]
    public async Task Adding_and_removing_topics_under_load_causes_no_gap_and_no_repeat()
    {
        using var newsroom = Hub.OpenNewsroom();
        await using var client = await RecordingClient.Start(Hub.Address, newsroom.Http, "section/world");
        using var stop = new CancellationTokenSource();
        var storm = new Storm(newsroom, "world", "sport");
        var publishing = storm.Publish(Publishers, stop.Token);

        var subscribedRanges = new List<(long From, long To)>();
        for (var round = 1; round <= 20; round++)
        {
            await client.Wire.Add("section/sport", "tag/none");
            var from = (await Wire.CurrentCursor(newsroom.Http)).Seq; // acknowledgements may arrive after their entries and out of order
            await Eventually.Is(() => storm.Published.Count >= round * 30);
            subscribedRanges.Add((from, client.LastSeq));
            await client.Wire.Remove("section/sport");
            var count = storm.Published.Count;
            await Eventually.Is(() => storm.Published.Count >= count + 5);
        }

        await stop.CancelAsync();
        await publishing;

        var world = storm.Published.Where(entry => entry.Value == "world").Select(entry => entry.Key);
        var sport = storm.Published.Where(entry => entry.Value == "sport").Select(entry => entry.Key).ToArray();
        var expectedSport = sport.Where(seq => subscribedRanges.Any(range => seq > range.From && seq <= range.To)).ToArray();
        await Eventually.Is(() => client.LastSeq >= world.Max());
        var received = client.Entries.Select(entry => entry.Seq).ToArray();
        Assert.Equal(received.Distinct().Order(), received);
        Assert.Equal(world.Order(), received.Where(seq => storm.Published[seq] == "world"));
        Assert.NotEmpty(expectedSport);
        Assert.Empty(expectedSport.Except(received));
        Assert.True(received.Length < storm.Published.Count, "Entries of section/sport arrived although it was not subscribed.");
        Assert.Equal(0, client.Resets);
    }

    [Fact]
    public async Task Client_falls_back_to_server_sent_events_without_WebSockets_and_gets_each_entry_once_across_aborts()
    {
        using var newsroom = Hub.OpenNewsroom();
        await using var proxy = new HubProxy(Hub.Address) { RefusesWebSockets = true };
        await using var client = await RecordingClient.Start(proxy.Address, newsroom.Http, "section/world", "news");
        using var stop = new CancellationTokenSource();
        var storm = new Storm(newsroom, "world", "sport");
        var publishing = storm.Publish(Publishers, stop.Token);

        for (var abort = 1; abort <= 5; abort++)
        {
            await Eventually.Is(() => storm.Published.Count >= abort * 40);
            proxy.AbortConnections();
            await client.WaitUntilLive();
        }

        await client.Wire.Remove("section/world");
        await client.Wire.Add("section/sport");
        await stop.CancelAsync();
        await publishing;

        await ReceivesAll(client, storm.Published.Keys);
        Assert.Equal(0, client.Resets);
        Assert.NotEqual(0, proxy.Refused);
        var refusal = await Assert.ThrowsAsync<Client.RefusedException>(() => client.Wire.Add("section/atlantis"));
        Assert.StartsWith("There is no topic section/atlantis", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Graceful_restart_loses_no_entries_over_WebSockets_and_server_sent_events()
    {
        using var newsroom = Hub.OpenNewsroom();
        await using var proxy = new HubProxy(Hub.Address) { RefusesWebSockets = true };
        await using var socket = await RecordingClient.Start(Hub.Address, newsroom.Http, "news");
        await using var events = await RecordingClient.Start(proxy.Address, newsroom.Http, "news");
        var before = await newsroom.Publish("Before the restart");

        await Hub.Stop();
        await Hub.Start();
        var after = await newsroom.Publish("After the restart");

        foreach (var client in (RecordingClient[])[socket, events])
        {
            await ReceivesAll(client, [before.Seq, after.Seq]);
            Assert.Equal(0, client.Resets);
        }
    }

    [Fact]
    public async Task Client_sends_reads_and_reactions_and_receives_counts_and_rankings()
    {
        using var newsroom = Hub.OpenNewsroom();
        var story = await newsroom.Publish("Lighthouse keeper retires");
        await using var wire = new Client.NewsWire(Hub.Address, new() { Topics = [$"counts/{story.Id}", "ranking/rising"] });
        var (counts, ranking) = (new TaskCompletionSource<Client.Counts>(), new TaskCompletionSource<Client.Ranking>());
        var reading = Task.Run(async () =>
        {
            await foreach (var news in wire.ReadAll())
            {
                if (news is Client.Counts { Reads: > 0 } latest && latest.Reactions.ContainsKey("veryGood")) counts.TrySetResult(latest);
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
    public async Task Adding_an_unknown_topic_is_refused_with_a_reason_and_keeps_the_connection()
    {
        using var newsroom = Hub.OpenNewsroom();
        await using var client = await RecordingClient.Start(Hub.Address, newsroom.Http, "news");

        var refusal = await Assert.ThrowsAsync<Client.RefusedException>(() => client.Wire.Add("section/atlantis"));

        Assert.StartsWith("There is no topic section/atlantis", refusal.Message, StringComparison.Ordinal);
        var receipt = await newsroom.Publish("Atlantis is still not found");
        await ReceivesAll(client, [receipt.Seq]);
    }

    private static async Task ReceivesAll(RecordingClient client, IEnumerable<long> published)
    {
        var all = published.Order().ToArray();
        await Eventually.Is(() => client.LastSeq >= all[^1], TimeSpan.FromSeconds(60));
        Assert.Equal(all, client.Entries.Select(entry => entry.Seq));
    }
}
