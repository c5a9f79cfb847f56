using NewsHub.Client;
using NewsHub.Client.Transports;
using Xunit;

namespace NewsHub.Tests.Client;

public sealed class SessionTests
{
    private readonly HashSet<string> _topics = ["news", "ranking/rising", "counts/ferry-returns"];

    [Fact]
    public void The_golden_snapshot_is_told_once_and_in_order()
    {
        var session = Begin("7f3a90c1.41");

        Assert.Equal(["42", "45", "ranking 17", "counts 5"], Told(session.Accept(Golden.Snapshot)));
        Assert.Equal("7f3a90c1.45", session.Cursor);
        Assert.Equal(["ranking 17", "counts 5"], Told(session.Accept(Golden.Snapshot)));
    }

    [Fact]
    public void An_entry_of_an_unknown_kind_moves_the_cursor_and_is_not_told()
    {
        var session = Begin("7f3a90c1.47");

        Assert.Null(session.Take(new Message.Told(Golden.Unknown)));
        Assert.Equal("7f3a90c1.48", session.Cursor);
        Assert.Empty(Begin("7f3a90c1.47").Accept(Answer("7f3a90c1.48") with { Entries = [Golden.Unknown] }));
    }

    [Fact]
    public void What_overtakes_the_answer_is_taken_after_it_and_not_told_twice()
    {
        var session = Begin("7f3a90c1.40");

        Assert.Equal(["41", "42", "43"], Told(session.Accept(Answer("7f3a90c1.43", 41, 42, 43))));
        Assert.Equal(["44", "46"], Told(new[] { 42, 43, 44, 44, 46 }.Select(seq => session.Take(Entry(seq)))));
    }

    [Fact]
    public void An_answer_without_entries_still_moves_the_cursor()
    {
        var session = Begin("7f3a90c1.40");
        session.Accept(Answer("7f3a90c1.50"));

        Assert.Equal("7f3a90c1.50", session.Cursor);
        Assert.Null(session.Take(Entry(49)));
    }

    [Fact]
    public void A_wire_without_a_cursor_begins_with_whatever_the_first_answer_brings()
    {
        var session = Begin(null);

        Assert.Equal(["41", "43"], Told(session.Accept(Answer("7f3a90c1.43", 41, 43))));
    }

    [Fact]
    public void What_comes_of_a_topic_that_was_left_is_not_told_and_comes_when_it_is_followed_again()
    {
        var session = Begin("7f3a90c1.41");
        _topics.Clear();

        Assert.Null(session.Take(Entry(42)));
        Assert.Null(session.Take(new Message.Told(Golden.Ranking)));
        Assert.Null(session.Take(new Message.Changed(Golden.RankingDelta)));
        Assert.Equal(("7f3a90c1.41", false), (session.Cursor, session.IsBroken));
    }

    [Fact]
    public void While_paused_only_what_was_taken_back_passes_and_the_rest_is_missed_on_purpose()
    {
        var session = Begin("7f3a90c1.41");
        session.Pause();

        Assert.Null(session.Take(Entry(42)));
        Assert.Equal(["45"], Told([session.Take(new Message.Told(Golden.Killed))]));
        Assert.Equal(["45"], Told(session.Accept(Golden.Snapshot)));
        Assert.Equal("7f3a90c1.41", session.Cursor);

        session.Resume();
        Assert.Equal(["42", "45", "ranking 17", "counts 5"], Told(session.Accept(Golden.Snapshot)));
    }

    [Fact]
    public void Older_rankings_and_counts_are_dropped_until_an_answer_says_that_they_begin_anew()
    {
        var session = Begin("7f3a90c1.41");
        session.Accept(Golden.Snapshot);

        Assert.Null(session.Take(new Message.Told(Golden.Ranking)));
        Assert.Null(session.Take(new Message.Told(Golden.Counts with { Version = 4 })));
        Assert.Equal(["counts 6"], Told([session.Take(new Message.Told(Golden.Counts with { Version = 6 }))]));
        Assert.Equal(["counts 1"], Told(session.Accept(Answer("7f3a90c1.45") with { Counts = [Golden.Counts with { Version = 1 }] })));
    }

    [Fact]
    public void A_change_of_the_version_we_have_makes_the_next_one()
    {
        var session = Begin("7f3a90c1.41");
        session.Accept(Golden.Snapshot);

        Assert.Equal(["ranking 18"], Told([session.Take(new Message.Changed(Golden.RankingDelta)), session.Take(new Message.Changed(Golden.RankingDelta))]));
        Assert.False(session.IsBroken);
    }

    [Fact]
    public void After_a_change_that_was_missed_the_ranking_has_to_be_asked_for_again()
    {
        var session = Begin("7f3a90c1.41");
        session.Accept(Golden.Snapshot);

        Assert.Null(session.Take(new Message.Changed(Golden.RankingDelta with { From = 18, Version = 19 })));
        Assert.True(session.IsBroken);
        Assert.Equal(["ranking 18"], Told(session.Accept(Answer("7f3a90c1.45") with { Rankings = [Golden.RankingAfterDelta] })));
        Assert.False(session.IsBroken);
    }

    [Fact]
    public void An_entry_of_another_life_is_not_told_and_the_hub_has_to_be_asked_what_happened()
    {
        var session = Begin("7f3a90c1.41");

        Assert.Null(session.Take(new Message.Told(Golden.Next(1) with { Cursor = "b000.1" })));
        Assert.True(session.IsBroken);
    }

    private Session Begin(string? cursor) => new(_topics, cursor);

    private static Message Entry(long seq) => new Message.Told(Golden.Next(seq));

    private static Snapshot Answer(string cursor, params long[] seqs) =>
        new(cursor, Recovered: true, seqs.Select(seq => Golden.Next(seq)).ToArray(), [], []);

    private static string[] Told(IEnumerable<News?> news) => [.. news.OfType<News>().Select(Reader.Name)];
}
