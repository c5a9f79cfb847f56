using NewsHub.Client;
using NewsHub.Tests.Trending;
using Xunit;
using static NewsHub.Tests.Client.Golden;

namespace NewsHub.Tests.Client;

/// <summary>The wire over server-sent events, where WebSockets are blocked; over SignalR the real hub tests it end to end.</summary>
public sealed class NewsWireTests : IAsyncLifetime
{
    private EventHub _hub = null!;
    private NewsWire _wire = null!;

    public async Task InitializeAsync() => _hub = await EventHub.Open();

    public async Task DisposeAsync()
    {
        await _wire.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task Where_WebSockets_are_blocked_the_news_comes_as_events_and_goes_on_after_each_cut()
    {
        _hub.Publish(Next(42));
        var reader = Follow("news");
        await reader.Hears("42");
        _hub.Publish(Next(43));
        await reader.Hears("42", "43");

        _hub.Cut();
        _hub.Publish(Next(44));

        await reader.Hears("42", "43", "44");
        await reader.Is(WireState.Live);
        Assert.Equal(("news", "7f3a90c1.43"), _hub.Asked[^1]);
    }

    [Fact]
    public async Task Topics_come_and_go_without_a_gap_or_a_repeat()
    {
        var reader = FollowAfter("7f3a90c1.41", "section/world");
        await reader.Is(WireState.Live);
        _hub.Publish(Next(42));
        _hub.Publish(Next(43, "section/sport"));
        await _wire.Add("section/sport", "section/world");
        _hub.Publish(Next(44, "section/sport"));
        await reader.Hears("42", "43", "44");

        await _wire.Remove("section/world");
        _hub.Publish(Next(45, "section/world"));
        _hub.Publish(Next(46, "section/sport"));
        await reader.Hears("42", "43", "44", "46");
        Assert.Equal(("section/sport", "7f3a90c1.44"), _hub.Asked[^1]);
    }

    [Fact]
    public async Task A_topic_that_the_hub_does_not_have_is_refused_with_its_reason_and_the_others_go_on()
    {
        var reader = Follow("news");

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => _wire.Add("section/world", "weather"));

        Assert.Equal("There is no topic weather.", refusal.Message);
        _hub.Publish(Next(42, "section/world"));
        _hub.Publish(Next(43, "news"));
        await reader.Hears("43");
    }

    [Fact]
    public async Task A_wire_whose_first_topics_are_refused_says_so_and_ends()
    {
        var reader = Follow("weather");

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => reader.Reading);

        Assert.Equal(("There is no topic weather.", WireState.Offline), (refusal.Message, _wire.State));
    }

    [Fact]
    public async Task A_cursor_that_cannot_be_continued_resets_the_reader_and_the_newest_follow()
    {
        _hub.Publish(Next(42));
        _hub.Recovers = false;
        var reader = FollowAfter("01d.7", "news", "ranking/rising");
        await reader.Hears("reset", "42", "ranking 17");
        _hub.Publish(Next(43));
        await reader.Hears("reset", "42", "ranking 17", "43");
    }

    [Fact]
    public async Task A_reader_who_is_asked_to_move_does_so_and_misses_nothing()
    {
        var states = new List<WireState>();
        var reader = Follow("news");
        await reader.Is(WireState.Live);
        _wire.StateChanged += states.Add;

        _hub.Send("move", 0);
        await Eventually.Is(() => Task.FromResult((_hub.Asked.Count, _hub.Streams)), now => now == (2, 1));
        _hub.Publish(Next(42));

        await reader.Hears("42");
        Assert.DoesNotContain(WireState.Offline, states);
    }

    [Fact]
    public async Task Rankings_come_whole_however_they_were_sent()
    {
        var reader = Follow("ranking/rising");
        await reader.Hears("ranking 17");
        _hub.Send("rankingDelta", Golden.RankingDelta);
        await reader.Hears("ranking 17", "ranking 18");

        _hub.Ranking = RankingAfterDelta with { Version = 20 };
        _hub.Send("rankingDelta", Golden.RankingDelta with { From = 19, Version = 20 });

        await reader.Hears("ranking 17", "ranking 18", "ranking 20");
    }

    [Fact]
    public async Task While_paused_only_what_was_taken_back_is_told_then_what_was_missed_comes_in_its_order()
    {
        var reader = Follow("news");
        await reader.Is(WireState.Live);
        _wire.Pause();
        _hub.Publish(Published);
        _hub.Publish(Killed);
        await reader.Hears("45");
        Assert.Equal(WireState.Paused, _wire.State);

        await _wire.Resume();

        await reader.Hears("45", "42", "45");
        Assert.Equal(WireState.Live, _wire.State);
    }

    [Fact]
    public async Task A_wire_that_follows_nothing_waits_for_its_first_topic()
    {
        var reader = Follow();
        await reader.Is(WireState.Live);
        _hub.Publish(Next(42));
        await _wire.Add("news");
        await reader.Hears("42");
    }

    [Fact]
    public async Task Who_reads_slower_than_news_comes_misses_nothing()
    {
        _wire = Open(null, "news");
        await using var reading = _wire.ReadAll().GetAsyncEnumerator();
        _hub.Publish(Next(1));
        Assert.True(await reading.MoveNextAsync());
        for (var seq = 2; seq <= 5_000; seq++) _hub.Publish(Next(seq));

        for (var seq = 2; seq <= 5_000; seq++)
        {
            Assert.True(await reading.MoveNextAsync());
            Assert.Equal(seq, Assert.IsType<Entry>(reading.Current).Seq);
        }
    }

    [Fact]
    public async Task A_wire_that_is_disposed_of_ends_for_its_reader_and_for_who_waits()
    {
        var reader = Follow();
        await reader.Is(WireState.Live);
        var unread = Open(null);
        var waiting = unread.Add("news");

        await unread.DisposeAsync();
        await _wire.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await reader.Reading.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(WireState.Offline, _wire.State);
    }

    private Reader Follow(params string[] topics) => FollowAfter(null, topics);

    private Reader FollowAfter(string? cursor, params string[] topics) => Reader.Of(_wire = Open(cursor, topics));

    private NewsWire Open(string? after, params string[] topics) => new(_hub.Address, new NewsWireOptions { Topics = topics, After = after });
}
