using Microsoft.Extensions.Time.Testing;
using NewsHub.Gateway;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Gateway.Connections;

public sealed class OutboxTests
{
    private static readonly string Long = new('x', PipeTransport.CapacityBytes);

    private readonly PipeTransport _transport = new();
    private readonly FakeTimeProvider _time = new();
    private readonly LiveMetrics _metrics = Entries.NewMetrics();
    private readonly Outbox _outbox;

    public OutboxTests() => _outbox = new Outbox(_transport, _metrics, _time);

    [Fact]
    public void While_the_reader_keeps_up_a_batch_is_written_at_once_in_one_write()
    {
        Offer(Entries.Delivery(1), Entries.Delivery(2), Entries.Delivery(3));

        Assert.Equal(1, _transport.Writes);
        Assert.Equal([1, 2, 3], _transport.ReadSequences());
    }

    [Fact]
    public void Queued_deliveries_are_written_together_and_in_order_when_the_reader_reads_again()
    {
        Offer(Entries.Delivery(1, headline: Long));
        for (var sequence = 2; sequence <= 20; sequence++) Offer(Entries.Delivery(sequence));
        Assert.Equal(1, _transport.Writes);

        Assert.Equal([1], _transport.ReadSequences());

        Assert.Equal(Enumerable.Range(2, 19).Select(sequence => (long)sequence), _transport.ReadSequences());
        Assert.Equal(2, _transport.Writes);
    }

    [Fact]
    public void A_kill_removes_queued_entries_of_its_article()
    {
        Offer(Entries.Delivery(1, headline: Long));
        Offer(Entries.Delivery(2, article: "ferry", headline: "secret"));
        Offer(Entries.Delivery(3, EntryKind.Killed, "ferry"));
        _transport.Read();

        var rest = _transport.Read();

        Assert.DoesNotContain("secret", rest, StringComparison.Ordinal);
        Assert.Contains("killed", rest, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_too_far_behind_is_aborted_and_gets_nothing_more()
    {
        Offer(Entries.Delivery(1, headline: Long));
        for (var sequence = 2; sequence <= SendQueue.MaxEntries + 1; sequence++) Offer(Entries.Delivery(sequence));
        Assert.False(_transport.IsAborted);

        Offer(Entries.Delivery(SendQueue.MaxEntries + 2));

        Assert.True(_transport.IsAborted);
        _transport.Read();
        Assert.Equal("", _transport.Read());
    }

    [Fact]
    public void A_stalled_reader_is_aborted_after_the_maximum_write_time_with_an_empty_queue()
    {
        Offer(Entries.Delivery(1, headline: Long));
        _outbox.AbortIfStalled();
        Assert.False(_transport.IsAborted);

        _time.Advance(TimeSpan.FromSeconds(11));
        _outbox.AbortIfStalled();

        Assert.True(_transport.IsAborted);
    }

    [Fact]
    public void An_idle_reader_is_not_aborted()
    {
        Offer(Entries.Delivery(1));
        _time.Advance(TimeSpan.FromHours(1));
        _outbox.AbortIfStalled();

        Assert.False(_transport.IsAborted);
    }

    [Fact]
    public async Task Held_deliveries_are_written_after_the_missed_entries()
    {
        _outbox.Hold(OutboxHolds.Answer);
        Offer(Entries.Delivery(3));
        await _outbox.Write(Packet.Of(Entries.Format, [Entries.Delivery(1), Entries.Delivery(2)]));
        Offer(Entries.Delivery(4));
        _outbox.Release(OutboxHolds.Answer);

        Assert.Equal([1, 2, 3, 4], _transport.ReadSequences());
    }

    [Fact]
    public void Skipped_entries_are_not_written()
    {
        Offer(Entries.Delivery(1, headline: Long));
        Offer(Entries.Delivery(2));
        _outbox.Skip(3);
        Offer(Entries.Delivery(3), Entries.Delivery(4));
        _transport.Read();

        Assert.Equal([4], _transport.ReadSequences());
    }

    [Fact]
    public async Task The_connection_s_own_packets_are_written_before_queued_deliveries()
    {
        Offer(Entries.Delivery(1, headline: Long));
        Offer(Entries.Delivery(2));
        var own = _outbox.Write(Packet.AsIs("pong\n"u8.ToArray())).AsTask();
        _transport.Read();

        Assert.StartsWith("pong\n", _transport.Read(), StringComparison.Ordinal);
        await own;
    }

    [Fact]
    public async Task Closing_the_outbox_cancels_pending_and_later_writes()
    {
        Offer(Entries.Delivery(1, headline: Long));
        var own = _outbox.Write(Packet.AsIs("pong\n"u8.ToArray())).AsTask();
        _outbox.Close();

        await Assert.ThrowsAsync<TaskCanceledException>(() => own);
        await Assert.ThrowsAsync<TaskCanceledException>(() => _outbox.Write(Packet.AsIs("pong\n"u8.ToArray())).AsTask());
    }

    [Fact]
    public void Queued_conflated_and_slow_deliveries_are_recorded_in_metrics()
    {
        using var recorded = new RecordedMetrics(_metrics);
        Offer(Entries.Delivery(1, headline: Long));
        Offer(Entries.Ranking(1));
        Assert.Equal(Entries.Ranking(1).BytesIn(Entries.Format).Length, recorded["newshub.live.queue.size"]);

        Offer(Entries.Ranking(2));
        _transport.Read();

        Assert.Equal((1, 0, 1, 0), (recorded["newshub.live.conflated"], recorded["newshub.live.queue.size"], recorded["newshub.live.queue.duration"], recorded["newshub.live.slow"]));
        _transport.Read();
        Offer(Entries.Delivery(2, headline: Long));
        _time.Advance(TimeSpan.FromSeconds(11));
        _outbox.AbortIfStalled();
        Assert.Equal(1, recorded["newshub.live.slow"]);
    }

    private void Offer(params Delivery[] deliveries) => _outbox.Offer(new DeliveryBatch(deliveries), ulong.MaxValue >> (64 - deliveries.Length));
}
