using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Gateway.Connections;

public sealed class BacklogTests
{
    private readonly SendQueue _queue = new();

    [Fact]
    public void Entries_leave_in_wire_order_and_before_states()
    {
        Keep(Entries.Ranking(1), Entries.Delivery(1), Entries.Counts("a1", 1), Entries.Delivery(2), Entries.Delivery(3, alert: AlertLevel.Flash));

        var taken = Take();

        Assert.Equal([1, 2, 3], taken.Take(3).Select(delivery => delivery.Sequence));
        Assert.Equal(["counts/a1", "ranking/rising"], taken.Skip(3).Select(delivery => delivery.Key).Order());
        Assert.True(_queue.IsEmpty);
    }

    [Fact]
    public void Of_each_state_only_the_newest_waits()
    {
        var newest = Entries.Ranking(3);
        Keep(Entries.Ranking(1), Entries.Ranking(2), Entries.Ranking(2, "today"));

        Assert.True(_queue.TryKeep(newest, Entries.Format, 0, out var replaced));

        Assert.True(replaced);
        Assert.Equal(2, Take().Count(delivery => delivery == newest || delivery.Key == "ranking/today"));
        Assert.Equal(0, _queue.Bytes);
    }

    [Fact]
    public void A_change_waits_alone_but_whoever_missed_the_one_before_gets_the_whole()
    {
        var (second, third) = (Entries.RankingChange(2), Entries.RankingChange(3));
        Keep(second);
        Assert.Same(second, Assert.Single(Take()));

        Keep(second, third);

        Assert.Same(third.Whole, Assert.Single(Take()));
        Assert.NotEqual(third.In(Entries.Format).Length, third.Whole.In(Entries.Format).Length);
    }

    [Fact]
    public void A_redaction_takes_away_the_versions_that_it_erased()
    {
        Keep(
            Of(Entries.Entry(1, article: "ferry")), Of(Entries.Entry(2, EntryKind.Corrected, "ferry", version: 2)), Of(Entries.Entry(3)),
            Of(Entries.Entry(4, EntryKind.Updated, "ferry", version: 3, redactedUpTo: 1)));

        Assert.Equal([2, 3, 4], Take().Select(delivery => delivery.Sequence));
        Assert.Equal(0, _queue.Bytes);

        static Delivery Of(Entry entry) => Delivery.Of(entry);
    }

    [Fact]
    public void A_withheld_article_takes_away_its_parts_that_wait()
    {
        Keep(
            Delivery.Of(Entries.Entry(1, EntryKind.Updated, "match", part: new Part("match-1", 1))), Delivery.Of(Entries.Entry(2, EntryKind.Updated, "other", part: new Part("other-1", 1))),
            Entries.Delivery(3, EntryKind.Withheld, "match"));

        Assert.Equal([2, 3], Take().Select(delivery => delivery.Sequence));
    }

    [Fact]
    public void A_withheld_article_takes_away_what_waits_of_it()
    {
        Keep(Entries.Delivery(1, article: "ferry"), Entries.Delivery(2), Entries.Delivery(3, EntryKind.Withheld, "ferry"));

        Assert.Equal([2, 3], Take().Select(delivery => delivery.Sequence));
    }

    [Fact]
    public void A_kill_takes_away_what_waits_of_its_article_and_nothing_else()
    {
        Keep(Entries.Delivery(1, article: "ferry"), Entries.Delivery(2), Entries.Delivery(3, EntryKind.Corrected, "ferry"), Entries.Delivery(4, EntryKind.Killed, "ferry"));

        Assert.Equal([2, 4], Take().Select(delivery => delivery.Sequence));
        Assert.Equal(0, _queue.Bytes);
    }

    [Fact]
    public void What_the_reader_was_told_otherwise_is_dropped()
    {
        Keep(Entries.Delivery(1), Entries.Delivery(2), Entries.Delivery(3), Entries.Ranking(1));

        _queue.Skip(2);

        Assert.Equal([3, 0], Take().Select(delivery => delivery.Sequence));
    }

    [Fact]
    public void More_entries_than_the_bound_do_not_fit_and_states_still_do()
    {
        for (var sequence = 1; sequence <= SendQueue.MaxEntries; sequence++) Keep(Entries.Delivery(sequence));

        Assert.False(_queue.TryKeep(Entries.Delivery(SendQueue.MaxEntries + 1), Entries.Format, 0, out _));
        Assert.True(_queue.TryKeep(Entries.Ranking(1), Entries.Format, 0, out _));
    }

    [Fact]
    public void More_bytes_than_the_bound_do_not_fit()
    {
        Keep(Entries.Delivery(1, headline: new string('x', SendQueue.MaxBytes / 2)));

        Assert.False(_queue.TryKeep(Entries.Delivery(2, headline: new string('x', SendQueue.MaxBytes / 2)), Entries.Format, 0, out _));
        Assert.True(_queue.TryKeep(Entries.Delivery(3), Entries.Format, 0, out _));
    }

    [Fact]
    public void One_write_takes_about_as_much_as_it_may()
    {
        Keep(Entries.Delivery(1), Entries.Delivery(2), Entries.Delivery(3));
        var one = _queue.Bytes / 3;

        Assert.Equal([1, 2], _queue.Take(one + one / 2, out var since).Select(delivery => delivery.Sequence));
        Assert.Equal(1, since);
        Assert.Equal([3], Take().Select(delivery => delivery.Sequence));
    }

    private void Keep(params Delivery[] deliveries)
    {
        foreach (var delivery in deliveries) Assert.True(_queue.TryKeep(delivery, Entries.Format, 1, out _));
    }

    private IReadOnlyList<Delivery> Take() => _queue.Take(int.MaxValue, out _);
}
