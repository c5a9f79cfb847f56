using System.Text;
using NewsHub.Traffic.Load.Checking;
using Xunit;

namespace NewsHub.Tests.Traffic.Load;

public sealed class ReaderViewTests
{
    private const long FirstArticle = 1_000_000;

    private readonly Arrivals _arrivals = new(TimeProvider.System) { ExpectsKills = true };
    private readonly ReaderView _view;

    public ReaderViewTests() => _view = new ReaderView(_arrivals, FirstArticle);

    [Fact]
    public void First_response_is_a_snapshot_and_sets_the_cursor()
    {
        Answer(10, true, Published(9), Published(10));
        Assert.Equal(("e.10", 0L), (_view.Cursor, _arrivals.CaughtUp));
        Assert.False(_view.Misses(10));
        Assert.True(_view.Misses(11));
    }

    [Fact]
    public void Entries_once_and_in_order_are_not_counted_as_errors()
    {
        Answer(10, true);
        Show(Published(11), Published(12));
        Assert.Equal("e.12", _view.Cursor);
        AssertFine();
        Assert.False(_view.Misses(12));
    }

    [Fact]
    public void Entries_before_the_response_are_applied_after_it()
    {
        Show(Published(10), Published(12));
        Answer(11, true, Published(11));
        Assert.Equal("e.12", _view.Cursor);
        AssertFine();
        Assert.False(_view.Misses(12));
    }

    [Fact]
    public void Disconnect_before_the_response_discards_early_entries()
    {
        Answer(10, true);
        _view.Begin();
        Show(Published(12));
        _view.Begin();
        Assert.Equal("e.10", _view.Cursor);
        Answer(12, true, Published(11), Published(12));
        AssertFine();
        Assert.Equal(2, _arrivals.CaughtUp);
    }

    [Fact]
    public void Entry_omitted_by_a_reconnect_is_missed()
    {
        Answer(10, true);
        Show(Published(11));
        _view.Begin();
        Answer(13, true, Published(13));
        Show(Published(14));
        Assert.True(_view.Misses(12));
        Assert.False(_view.Misses(13) || _view.Misses(14));
    }

    [Fact]
    public void Entry_repeated_by_a_reconnect_is_counted()
    {
        Answer(10, true);
        Show(Published(11), Published(12));
        _view.Begin();
        Answer(12, true, Published(12));
        Assert.Equal(1, _view.Repeated);
    }

    [Fact]
    public void A_late_entry_is_out_of_order()
    {
        Answer(10, true);
        Show(Published(12), Published(11));
        Assert.Equal((0L, 1L), (_view.Repeated, _view.OutOfOrder));
    }

    [Fact]
    public void Kill_may_overtake()
    {
        Answer(10, true);
        Show(Killed(13, FirstArticle), Published(11), Published(12), Published(14));
        AssertFine();
    }

    [Fact]
    public void Failed_resume_restarts_at_the_new_cursor_and_is_counted()
    {
        Answer(10, true);
        _view.Begin();
        Answer(500, false, Published(499), Published(500));
        Assert.Equal((1, "e.500", 0L), (_view.NotRecovered, _view.Cursor, _arrivals.CaughtUp));
        Assert.False(_view.Misses(400));
    }

    [Fact]
    public void Content_after_a_kill_is_counted_on_any_connection()
    {
        Answer(10, true);
        Show(Published(11, FirstArticle + 1), Killed(12, FirstArticle + 1), Published(13, FirstArticle + 2));
        Assert.Equal(0, _view.KilledShown);
        _view.Begin();
        Answer(14, true, Published(14, FirstArticle + 1));
        Assert.Equal(1, _view.KilledShown);
    }

    [Fact]
    public void Kill_before_the_response_takes_effect_at_once()
    {
        Show(Killed(12, FirstArticle + 1));
        Answer(12, true, Published(11, FirstArticle + 1));
        Assert.Equal(1, _view.KilledShown);
    }

    [Fact]
    public void Event_stream_catches_up_entry_by_entry()
    {
        _view.Reach("e.10"u8, isRecovered: true);
        Show(Published(11));
        _view.Begin();
        _view.CatchUp(Bytes(Published(12)));
        _view.CatchUp(Bytes(Published(13)));
        _view.Reach("e.13"u8, isRecovered: true);
        Show(Published(14));
        AssertFine();
        Assert.Equal(("e.14", 2L), (_view.Cursor, _arrivals.CaughtUp));
    }

    [Fact]
    public void Poll_response_advances_the_cursor_even_without_entries()
    {
        Answer(10, true);
        Assert.Equal(1, _view.ShowAnswer(Bytes(AnswerOf(12, true, Published(11))), now: 0));
        Assert.Equal(0, _view.ShowAnswer(Bytes(AnswerOf(15, true)), now: 0));
        AssertFine();
        Assert.Equal("e.15", _view.Cursor);
    }

    [Fact]
    public void Only_entries_sent_after_Start_are_measured()
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
        _view.Inspect(answer);
        Assert.Equal(entries.Length, _view.Answer(answer));
    }

    private void Show(params string[] entries)
    {
        foreach (var entry in entries)
        {
            _view.Inspect(Bytes(entry));
            _view.Show(Bytes($$"""{"type":1,"target":"entry","arguments":[{{entry}}]}"""), now: long.MaxValue / 2);
        }
    }

    private void AssertFine() => Assert.Equal((0L, 0L, 0), (_view.Repeated, _view.OutOfOrder, _view.NotRecovered));
}
