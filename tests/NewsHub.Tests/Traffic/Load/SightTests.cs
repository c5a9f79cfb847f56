using System.Text;
using NewsHub.Traffic.Load.Checking;
using Xunit;

namespace NewsHub.Tests.Traffic.Load;

public sealed class SightTests
{
    private const long FirstArticle = 1_000_000;

    private readonly Arrivals _arrivals = new(TimeProvider.System) { ExpectsKills = true };
    private readonly Sight _sight;

    public SightTests() => _sight = new Sight(_arrivals, FirstArticle);

    [Fact]
    public void A_first_answer_is_a_snapshot_and_says_where_to_begin()
    {
        Answer(10, true, Published(9), Published(10));
        Assert.Equal(("e.10", 0L), (_sight.Cursor, _arrivals.CaughtUp));
        Assert.False(_sight.Misses(10));
        Assert.True(_sight.Misses(11));
    }

    [Fact]
    public void Each_shown_once_and_in_order_is_fine()
    {
        Answer(10, true);
        Show(Published(11), Published(12));
        Assert.Equal("e.12", _sight.Cursor);
        AssertFine();
        Assert.False(_sight.Misses(12));
    }

    [Fact]
    public void What_came_before_the_answer_is_shown_after_it()
    {
        Show(Published(10), Published(12));
        Answer(11, true, Published(11));
        Assert.Equal("e.12", _sight.Cursor);
        AssertFine();
        Assert.False(_sight.Misses(12));
    }

    [Fact]
    public void A_cut_before_the_answer_forgets_what_came_early()
    {
        Answer(10, true);
        _sight.Begin();
        Show(Published(12));
        _sight.Begin();
        Assert.Equal("e.10", _sight.Cursor);
        Answer(12, true, Published(11), Published(12));
        AssertFine();
        Assert.Equal(2, _arrivals.CaughtUp);
    }

    [Fact]
    public void What_a_reconnect_leaves_out_is_missed()
    {
        Answer(10, true);
        Show(Published(11));
        _sight.Begin();
        Answer(13, true, Published(13));
        Show(Published(14));
        Assert.True(_sight.Misses(12));
        Assert.False(_sight.Misses(13) || _sight.Misses(14));
    }

    [Fact]
    public void What_a_reconnect_shows_again_is_a_repeat()
    {
        Answer(10, true);
        Show(Published(11), Published(12));
        _sight.Begin();
        Answer(12, true, Published(12));
        Assert.Equal(1, _sight.Repeated);
    }

    [Fact]
    public void A_late_entry_is_out_of_order()
    {
        Answer(10, true);
        Show(Published(12), Published(11));
        Assert.Equal((0L, 1L), (_sight.Repeated, _sight.OutOfOrder));
    }

    [Fact]
    public void A_kill_may_overtake()
    {
        Answer(10, true);
        Show(Killed(13, FirstArticle), Published(11), Published(12), Published(14));
        AssertFine();
    }

    [Fact]
    public void A_cursor_that_is_not_continued_begins_anew_and_is_counted()
    {
        Answer(10, true);
        _sight.Begin();
        Answer(500, false, Published(499), Published(500));
        Assert.Equal((1, "e.500", 0L), (_sight.NotRecovered, _sight.Cursor, _arrivals.CaughtUp));
        Assert.False(_sight.Misses(400));
    }

    [Fact]
    public void Nothing_of_an_article_may_follow_its_kill_on_any_connection()
    {
        Answer(10, true);
        Show(Published(11, FirstArticle + 1), Killed(12, FirstArticle + 1), Published(13, FirstArticle + 2));
        Assert.Equal(0, _sight.KilledShown);
        _sight.Begin();
        Answer(14, true, Published(14, FirstArticle + 1));
        Assert.Equal(1, _sight.KilledShown);
    }

    [Fact]
    public void A_kill_that_came_early_is_known_at_once()
    {
        Show(Killed(12, FirstArticle + 1));
        Answer(12, true, Published(11, FirstArticle + 1));
        Assert.Equal(1, _sight.KilledShown);
    }

    [Fact]
    public void An_event_stream_catches_up_entry_by_entry()
    {
        _sight.Reach("e.10"u8, isRecovered: true);
        Show(Published(11));
        _sight.Begin();
        _sight.CatchUp(Bytes(Published(12)));
        _sight.CatchUp(Bytes(Published(13)));
        _sight.Reach("e.13"u8, isRecovered: true);
        Show(Published(14));
        AssertFine();
        Assert.Equal(("e.14", 2L), (_sight.Cursor, _arrivals.CaughtUp));
    }

    [Fact]
    public void A_poll_shows_what_happened_and_moves_the_cursor_even_without_entries()
    {
        Answer(10, true);
        Assert.Equal(1, _sight.ShowAnswer(Bytes(AnswerOf(12, true, Published(11))), now: 0));
        Assert.Equal(0, _sight.ShowAnswer(Bytes(AnswerOf(15, true)), now: 0));
        AssertFine();
        Assert.Equal("e.15", _sight.Cursor);
    }

    [Fact]
    public void Only_what_was_sent_since_the_start_is_measured()
    {
        Answer(10, true);
        Show(Published(11));
        _arrivals.Start();
        Show(Published(12));
        Show(Published(13, sentAt: long.MaxValue / 2));
        Assert.Equal(1, _arrivals.Deliveries);
    }

    private static string Published(long sequence, long article = FirstArticle, long sentAt = 1) =>
        $$"""{"cursor":"e.{{sequence}}","seq":{{sequence}},"kind":"published","article":{"id":"{{ArticleMark.IdOf(article)}}","headline":"{{new ArticleMark(sentAt, article)}} said \"seq\":1"}""" + "}";

    private static string Killed(long sequence, long article) =>
        $$"""{"cursor":"e.{{sequence}}","seq":{{sequence}},"kind":"killed","article":{"id":"{{ArticleMark.IdOf(article)}}"}""" + "}";

    private static string AnswerOf(long head, bool recovered, params string[] entries) =>
        $$"""{"cursor":"e.{{head}}","recovered":{{(recovered ? "true" : "false")}},"entries":[{{string.Join(',', entries)}}],"rankings":[]}""";

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private void Answer(long head, bool recovered, params string[] entries)
    {
        var answer = Bytes(AnswerOf(head, recovered, entries));
        _sight.Inspect(answer);
        Assert.Equal(entries.Length, _sight.Answer(answer));
    }

    private void Show(params string[] entries)
    {
        foreach (var entry in entries)
        {
            _sight.Inspect(Bytes(entry));
            _sight.Show(Bytes($$"""{"type":1,"target":"entry","arguments":[{{entry}}]}"""), now: long.MaxValue / 2);
        }
    }

    private void AssertFine() => Assert.Equal((0L, 0L, 0), (_sight.Repeated, _sight.OutOfOrder, _sight.NotRecovered));
}
