using NewsHub.Client;
using NewsHub.Client.Transports;
using Xunit;

namespace NewsHub.Tests.Client;

public sealed class SessionTests
{
    private readonly HashSet<string> _topics = ["news", "ranking/rising", "counts/ferry-returns"];

    [Fact]
    public void Golden_snapshot_is_delivered_once_and_in_order()
    {
        var session = CreateSession("7f3a90c1.41");

        Assert.Equal(["42", "45", "ranking 17", "counts 5"], Delivered(session.Accept(Golden.Snapshot)));
        Assert.Equal("7f3a90c1.45", session.Cursor);
        Assert.Equal(["ranking 17", "counts 5"], Delivered(session.Accept(Golden.Snapshot)));
    }

    [Fact]
    public void Entry_of_an_unknown_kind_advances_the_cursor_and_is_not_delivered()
    {
        var session = CreateSession("7f3a90c1.47");

        Assert.Null(session.Accept(new Message.NewsReceived(Golden.Unknown)));
        Assert.Equal("7f3a90c1.48", session.Cursor);
        Assert.Empty(CreateSession("7f3a90c1.47").Accept(SnapshotOf("7f3a90c1.48") with { Entries = [Golden.Unknown] }));
    }

    [Fact]
    public void Entries_that_repeat_the_snapshot_are_not_delivered_again()
    {
        var session = CreateSession("7f3a90c1.40");

        Assert.Equal(["41", "42", "43"], Delivered(session.Accept(SnapshotOf("7f3a90c1.43", 41, 42, 43))));
        Assert.Equal(["44", "46"], Delivered(new[] { 42, 43, 44, 44, 46 }.Select(seq => session.Accept(EntryMessage(seq)))));
    }

    [Fact]
    public void Snapshot_without_entries_advances_the_cursor()
    {
        var session = CreateSession("7f3a90c1.40");
        session.Accept(SnapshotOf("7f3a90c1.50"));

        Assert.Equal("7f3a90c1.50", session.Cursor);
        Assert.Null(session.Accept(EntryMessage(49)));
    }

    [Fact]
    public void Session_without_a_cursor_delivers_the_first_snapshot()
    {
        var session = CreateSession(null);

        Assert.Equal(["41", "43"], Delivered(session.Accept(SnapshotOf("7f3a90c1.43", 41, 43))));
    }

    [Fact]
    public void News_of_a_removed_topic_is_not_delivered_and_does_not_advance_the_cursor()
    {
        var session = CreateSession("7f3a90c1.41");
        _topics.Clear();

        Assert.Null(session.Accept(EntryMessage(42)));
        Assert.Null(session.Accept(new Message.NewsReceived(Golden.Ranking)));
        Assert.Null(session.Accept(new Message.RankingChanged(Golden.RankingDelta)));
        Assert.Equal(("7f3a90c1.41", false), (session.Cursor, session.NeedsSnapshot));
    }

    [Fact]
    public void Paused_session_delivers_only_withdrawals_and_keeps_its_cursor()
    {
        var session = CreateSession("7f3a90c1.41");
        session.Pause();

        Assert.Null(session.Accept(EntryMessage(42)));
        Assert.Equal(["45"], Delivered([session.Accept(new Message.NewsReceived(Golden.Killed))]));
        Assert.Equal(["45"], Delivered(session.Accept(Golden.Snapshot)));
        Assert.Equal("7f3a90c1.41", session.Cursor);

        session.Resume();
        Assert.Equal(["42", "45", "ranking 17", "counts 5"], Delivered(session.Accept(Golden.Snapshot)));
    }

    [Fact]
    public void Older_rankings_and_counts_are_dropped_unless_a_snapshot_restarts_their_versions()
    {
        var session = CreateSession("7f3a90c1.41");
        session.Accept(Golden.Snapshot);

        Assert.Null(session.Accept(new Message.NewsReceived(Golden.Ranking)));
        Assert.Null(session.Accept(new Message.NewsReceived(Golden.Counts with { Version = 4 })));
        Assert.Equal(["counts 6"], Delivered([session.Accept(new Message.NewsReceived(Golden.Counts with { Version = 6 }))]));
        Assert.Equal(["counts 1"], Delivered(session.Accept(SnapshotOf("7f3a90c1.45") with { Counts = [Golden.Counts with { Version = 1 }] })));
    }

    [Fact]
    public void Ranking_delta_of_the_current_version_produces_the_next_one()
    {
        var session = CreateSession("7f3a90c1.41");
        session.Accept(Golden.Snapshot);

        Assert.Equal(["ranking 18"], Delivered([session.Accept(new Message.RankingChanged(Golden.RankingDelta)), session.Accept(new Message.RankingChanged(Golden.RankingDelta))]));
        Assert.False(session.NeedsSnapshot);
    }

    [Fact]
    public void Missed_ranking_delta_requires_a_snapshot()
    {
        var session = CreateSession("7f3a90c1.41");
        session.Accept(Golden.Snapshot);

        Assert.Null(session.Accept(new Message.RankingChanged(Golden.RankingDelta with { From = 18, Version = 19 })));
        Assert.True(session.NeedsSnapshot);
        Assert.Equal(["ranking 18"], Delivered(session.Accept(SnapshotOf("7f3a90c1.45") with { Rankings = [Golden.RankingAfterDelta] })));
        Assert.False(session.NeedsSnapshot);
    }

    [Fact]
    public void Entry_of_another_epoch_is_not_delivered_and_requires_a_snapshot()
    {
        var session = CreateSession("7f3a90c1.41");

        Assert.Null(session.Accept(new Message.NewsReceived(Golden.EntryAt(1) with { Cursor = "b000.1" })));
        Assert.True(session.NeedsSnapshot);
    }

    private Session CreateSession(string? cursor) => new(_topics, cursor);

    private static Message EntryMessage(long seq) => new Message.NewsReceived(Golden.EntryAt(seq));

    private static Snapshot SnapshotOf(string cursor, params long[] seqs) =>
        new(cursor, Recovered: true, seqs.Select(seq => Golden.EntryAt(seq)).ToArray(), [], []);

    private static string[] Delivered(IEnumerable<News?> news) => [.. news.OfType<News>().Select(RecordingReader.Describe)];
}
