using NewsHub.Client;
using Xunit;
using static NewsHub.Tests.Client.Golden;

namespace NewsHub.Tests.Client;

/// <summary>The wire over server-sent events, with WebSockets blocked. The end-to-end tests cover SignalR.</summary>
[Trait("Category", "Slow")]
public sealed class NewsWireTests : IAsyncLifetime
{
    private EventHub _hub = null!;
    private NewsWire _wire = null!;

    public async Task InitializeAsync() => _hub = await EventHub.Start();

    public async Task DisposeAsync()
    {
        await _wire.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task Wire_without_WebSockets_uses_server_sent_events_and_resumes_after_an_abort()
    {
        _hub.Publish(EntryAt(42));
        var reader = Follow("news");
        await reader.Receives("42");
        _hub.Publish(EntryAt(43));
        await reader.Receives("42", "43");

        _hub.AbortStreams();
        _hub.Publish(EntryAt(44));

        await reader.Receives("42", "43", "44");
        await reader.Reaches(WireState.Live);
        Assert.Equal(("news", "7f3a90c1.43"), _hub.Requests[^1]);
    }

    [Fact]
    public async Task Add_and_Remove_change_topics_without_gaps_or_repeats()
    {
        var reader = FollowAfter("7f3a90c1.41", "section/world");
        await reader.Reaches(WireState.Live);
        _hub.Publish(EntryAt(42));
        _hub.Publish(EntryAt(43, "section/sport"));
        await _wire.Add("section/sport", "section/world");
        _hub.Publish(EntryAt(44, "section/sport"));
        await reader.Receives("42", "43", "44");

        await _wire.Remove("section/world");
        _hub.Publish(EntryAt(45, "section/world"));
        _hub.Publish(EntryAt(46, "section/sport"));
        await reader.Receives("42", "43", "44", "46");
        Assert.Equal(("section/sport", "7f3a90c1.44"), _hub.Requests[^1]);
    }

    [Fact]
    public async Task Add_of_an_unknown_topic_throws_RefusedException_and_keeps_the_other_topics()
    {
        var reader = Follow("news");

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => _wire.Add("section/world", "weather"));

        Assert.Equal("There is no topic weather.", refusal.Message);
        _hub.Publish(EntryAt(42, "section/world"));
        _hub.Publish(EntryAt(43, "news"));
        await reader.Receives("43");
    }

    [Fact]
    public async Task Unknown_initial_topic_throws_RefusedException_and_ends_the_wire()
    {
        var reader = Follow("weather");

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => reader.Reading);

        Assert.Equal(("There is no topic weather.", WireState.Offline), (refusal.Message, _wire.State));
    }

    [Fact]
    public async Task Cursor_that_cannot_be_resumed_delivers_a_Reset_and_the_newest_entries()
    {
        _hub.Publish(EntryAt(42));
        _hub.Recovers = false;
        var reader = FollowAfter("01d.7", "news", "ranking/rising");
        await reader.Receives("reset", "42", "ranking 17");
        _hub.Publish(EntryAt(43));
        await reader.Receives("reset", "42", "ranking 17", "43");
    }

    [Fact]
    public async Task Move_message_makes_the_wire_reconnect_without_a_gap()
    {
        var states = new List<WireState>();
        var reader = Follow("news");
        await reader.Reaches(WireState.Live);
        _wire.StateChanged += states.Add;

        _hub.Send("move", 0);
        await Eventually.Is(() => Task.FromResult((_hub.Requests.Count, _hub.StreamCount)), now => now == (2, 1));
        _hub.Publish(EntryAt(42));

        await reader.Receives("42");
        Assert.DoesNotContain(WireState.Offline, states);
    }

    [Fact]
    public async Task Ranking_deltas_are_delivered_as_complete_rankings()
    {
        var reader = Follow("ranking/rising");
        await reader.Receives("ranking 17");
        _hub.Send("rankingDelta", Golden.RankingDelta);
        await reader.Receives("ranking 17", "ranking 18");

        _hub.Ranking = RankingAfterDelta with { Version = 20 };
        _hub.Send("rankingDelta", Golden.RankingDelta with { From = 19, Version = 20 });

        await reader.Receives("ranking 17", "ranking 18", "ranking 20");
    }

    [Fact]
    public async Task Paused_wire_delivers_only_withdrawals_and_Resume_delivers_missed_news_in_order()
    {
        var reader = Follow("news");
        await reader.Reaches(WireState.Live);
        _wire.Pause();
        _hub.Publish(Published);
        _hub.Publish(Killed);
        await reader.Receives("45");
        Assert.Equal(WireState.Paused, _wire.State);

        await _wire.Resume();

        await reader.Receives("45", "42", "45");
        Assert.Equal(WireState.Live, _wire.State);
    }

    [Fact]
    public async Task Wire_without_topics_waits_for_the_first_one()
    {
        var reader = Follow();
        await reader.Reaches(WireState.Live);
        _hub.Publish(EntryAt(42));
        await _wire.Add("news");
        await reader.Receives("42");
    }

    [Fact]
    public async Task Slow_reader_misses_nothing()
    {
        _wire = Open(null, "news");
        await using var reading = _wire.ReadAll().GetAsyncEnumerator();
        _hub.Publish(EntryAt(1));
        Assert.True(await reading.MoveNextAsync());
        for (var seq = 2; seq <= 5_000; seq++) _hub.Publish(EntryAt(seq));

        for (var seq = 2; seq <= 5_000; seq++)
        {
            Assert.True(await reading.MoveNextAsync());
            Assert.Equal(seq, Assert.IsType<Entry>(reading.Current).Seq);
        }
    }

    [Fact]
    public async Task Dispose_ends_the_reader_and_cancels_pending_calls()
    {
        var reader = Follow();
        await reader.Reaches(WireState.Live);
        var unread = Open(null);
        var waiting = unread.Add("news");

        await unread.DisposeAsync();
        await _wire.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await reader.Reading.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(WireState.Offline, _wire.State);
    }

    private RecordingReader Follow(params string[] topics) => FollowAfter(null, topics);

    private RecordingReader FollowAfter(string? cursor, params string[] topics) => RecordingReader.Start(_wire = Open(cursor, topics));

    private NewsWire Open(string? after, params string[] topics) => new(_hub.Address, new NewsWireOptions { Topics = topics, After = after });
}
