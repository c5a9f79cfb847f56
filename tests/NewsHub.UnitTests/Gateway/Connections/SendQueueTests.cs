using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Gateway.Connections;

public sealed class SendQueueTests
{
    private readonly SendQueue _queue = new();

    [Fact]
    public void Entries_are_dequeued_in_wire_order_and_before_states()
    {
        Enqueue(Entries.Ranking(1), Entries.Delivery(1), Entries.Counts("a1", 1), Entries.Delivery(2), Entries.Delivery(3, alert: AlertLevel.Flash));

        var taken = DequeueAll();

        Assert.Equal([1, 2, 3], taken.Take(3).Select(delivery => delivery.Sequence));
        Assert.Equal(["counts/a1", "ranking/rising"], taken.Skip(3).Select(delivery => delivery.Key).Order());
        Assert.True(_queue.IsEmpty);
    }

    [Fact]
    public void Only_the_newest_version_of_a_state_is_kept()
    {
        var newest = Entries.Ranking(3);
        Enqueue(Entries.Ranking(1), Entries.Ranking(2), Entries.Ranking(2, "today"));

        Assert.True(_queue.TryEnqueue(newest, Entries.Format, 0, out var replaced));

        Assert.True(replaced);
        Assert.Equal(2, DequeueAll().Count(delivery => delivery == newest || delivery.Key == "ranking/today"));
        Assert.Equal(0, _queue.Bytes);
    }

    [Fact]
    public void A_ranking_delta_that_replaces_a_queued_one_becomes_the_full_ranking()
    {
        var (second, third) = (Entries.RankingChange(2), Entries.RankingChange(3));
        Enqueue(second);
        Assert.Same(second, Assert.Single(DequeueAll()));

        Enqueue(second, third);

        Assert.Same(third.FullState, Assert.Single(DequeueAll()));
        Assert.NotEqual(third.BytesIn(Entries.Format).Length, third.FullState.BytesIn(Entries.Format).Length);
    }

    [Fact]
    public void A_redaction_of_a_live_blog_keeps_queued_posts_without_the_erased_headline()
    {
        var post = Entries.Entry(1, EntryKind.Posted, "ferry", "Named in error", part: new Part("ferry/p", 1)) with
        {
            Post = new WirePost { Id = "p", Version = 1, State = PostState.Published, Title = "What stays", Url = "/articles/ferry/posts/p" },
        };
        Enqueue(Delivery.Of(post), Delivery.Of(Entries.Entry(2, EntryKind.Updated, "ferry", "Corrected", version: 2, redactedUpTo: 1)));

        var sent = DequeueAll().Select(delivery => System.Text.Encoding.UTF8.GetString(delivery.BytesIn(Entries.Format).Span)).ToArray();

        Assert.Equal(2, sent.Length);
        Assert.Contains("What stays", sent[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Named in error", sent[0], StringComparison.Ordinal);
        Assert.Equal(0, _queue.Bytes);
    }

    [Fact]
    public void The_removal_of_a_post_drops_what_is_queued_of_it()
    {
        var posted = Entries.Entry(1, EntryKind.Posted, "ferry", part: new Part("ferry/p", 1));
        var other = Entries.Entry(2, EntryKind.Posted, "ferry", part: new Part("ferry/q", 1));
        Enqueue(Delivery.Of(posted), Delivery.Of(other), Delivery.Of(Entries.Entry(3, EntryKind.PostRemoved, "ferry", part: new Part("ferry/p", 2))));

        var left = DequeueAll();

        Assert.Equal([2, 3], left.Select(delivery => delivery.Sequence));
        Assert.True(left[1].IsUrgent);
    }

    [Fact]
    public void A_redaction_removes_the_erased_versions()
    {
        Enqueue(
            Of(Entries.Entry(1, article: "ferry")), Of(Entries.Entry(2, EntryKind.Corrected, "ferry", version: 2)), Of(Entries.Entry(3)),
            Of(Entries.Entry(4, EntryKind.Updated, "ferry", version: 3, redactedUpTo: 1)));

        Assert.Equal([2, 3, 4], DequeueAll().Select(delivery => delivery.Sequence));
        Assert.Equal(0, _queue.Bytes);

        static Delivery Of(Entry entry) => Delivery.Of(entry);
    }

    [Fact]
    public void A_withheld_article_removes_its_queued_parts()
    {
        Enqueue(
            Delivery.Of(Entries.Entry(1, EntryKind.Updated, "match", part: new Part("match-1", 1))), Delivery.Of(Entries.Entry(2, EntryKind.Updated, "other", part: new Part("other-1", 1))),
            Entries.Delivery(3, EntryKind.Withheld, "match"));

        Assert.Equal([2, 3], DequeueAll().Select(delivery => delivery.Sequence));
    }

    [Fact]
    public void A_withheld_article_removes_its_queued_entries()
    {
        Enqueue(Entries.Delivery(1, article: "ferry"), Entries.Delivery(2), Entries.Delivery(3, EntryKind.Withheld, "ferry"));

        Assert.Equal([2, 3], DequeueAll().Select(delivery => delivery.Sequence));
    }

    [Fact]
    public void A_kill_removes_the_queued_entries_of_its_article_only()
    {
        Enqueue(Entries.Delivery(1, article: "ferry"), Entries.Delivery(2), Entries.Delivery(3, EntryKind.Corrected, "ferry"), Entries.Delivery(4, EntryKind.Killed, "ferry"));

        Assert.Equal([2, 4], DequeueAll().Select(delivery => delivery.Sequence));
        Assert.Equal(0, _queue.Bytes);
    }

    [Fact]
    public void Skip_drops_entries_up_to_the_sequence()
    {
        Enqueue(Entries.Delivery(1), Entries.Delivery(2), Entries.Delivery(3), Entries.Ranking(1));

        _queue.Skip(2);

        Assert.Equal([3, 0], DequeueAll().Select(delivery => delivery.Sequence));
    }

    [Fact]
    public void Entries_over_the_maximum_number_are_refused_and_states_are_accepted()
    {
        for (var sequence = 1; sequence <= SendQueue.MaxEntries; sequence++) Enqueue(Entries.Delivery(sequence));

        Assert.False(_queue.TryEnqueue(Entries.Delivery(SendQueue.MaxEntries + 1), Entries.Format, 0, out _));
        Assert.True(_queue.TryEnqueue(Entries.Ranking(1), Entries.Format, 0, out _));
    }

    [Fact]
    public void Entries_over_the_maximum_size_are_refused()
    {
        Enqueue(Entries.Delivery(1, headline: new string('x', SendQueue.MaxBytes / 2)));

        Assert.False(_queue.TryEnqueue(Entries.Delivery(2, headline: new string('x', SendQueue.MaxBytes / 2)), Entries.Format, 0, out _));
        Assert.True(_queue.TryEnqueue(Entries.Delivery(3), Entries.Format, 0, out _));
    }

    [Fact]
    public void Dequeue_returns_about_the_requested_number_of_bytes()
    {
        Enqueue(Entries.Delivery(1), Entries.Delivery(2), Entries.Delivery(3));
        var one = _queue.Bytes / 3;

        Assert.Equal([1, 2], _queue.Dequeue(one + one / 2, out var firstQueuedAt).Select(delivery => delivery.Sequence));
        Assert.Equal(1, firstQueuedAt);
        Assert.Equal([3], DequeueAll().Select(delivery => delivery.Sequence));
    }

    private void Enqueue(params Delivery[] deliveries)
    {
        foreach (var delivery in deliveries) Assert.True(_queue.TryEnqueue(delivery, Entries.Format, 1, out _));
    }

    private IReadOnlyList<Delivery> DequeueAll() => _queue.Dequeue(int.MaxValue, out _);
}
