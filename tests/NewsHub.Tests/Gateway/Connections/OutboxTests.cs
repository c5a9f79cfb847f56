using Microsoft.Extensions.Time.Testing;
using NewsHub.Gateway;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Gateway.Connections;

public sealed class OutboxTests
{
    private static readonly string Long = new('x', PipeLine.Room);

    private readonly PipeLine _line = new();
    private readonly FakeTimeProvider _time = new();
    private readonly LiveMetrics _metrics = Entries.NewMetrics();
    private readonly Outbox _outbox;

    public OutboxTests() => _outbox = new Outbox(_line, _metrics, _time);

    [Fact]
    public void While_the_reader_keeps_up_a_wave_is_written_at_once_in_one_write()
    {
        Offer(Entries.Delivery(1), Entries.Delivery(2), Entries.Delivery(3));

        Assert.Equal(1, _line.Writes);
        Assert.Equal([1, 2, 3], _line.ReadSequences());
    }

    [Fact]
    public void What_waited_leaves_together_and_in_order_when_the_reader_reads_again()
    {
        Offer(Entries.Delivery(1, headline: Long));
        for (var sequence = 2; sequence <= 20; sequence++) Offer(Entries.Delivery(sequence));
        Assert.Equal(1, _line.Writes);

        Assert.Equal([1], _line.ReadSequences());

        Assert.Equal(Enumerable.Range(2, 19).Select(sequence => (long)sequence), _line.ReadSequences());
        Assert.Equal(2, _line.Writes);
    }

    [Fact]
    public void A_kill_removes_the_copies_that_wait()
    {
        Offer(Entries.Delivery(1, headline: Long));
        Offer(Entries.Delivery(2, article: "ferry", headline: "secret"));
        Offer(Entries.Delivery(3, EntryKind.Killed, "ferry"));
        _line.Read();

        var rest = _line.Read();

        Assert.DoesNotContain("secret", rest, StringComparison.Ordinal);
        Assert.Contains("killed", rest, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_who_is_too_far_behind_is_cut_and_takes_nothing_any_more()
    {
        Offer(Entries.Delivery(1, headline: Long));
        for (var sequence = 2; sequence <= SendQueue.MaxEntries + 1; sequence++) Offer(Entries.Delivery(sequence));
        Assert.False(_line.IsCut);

        Offer(Entries.Delivery(SendQueue.MaxEntries + 2));

        Assert.True(_line.IsCut);
        _line.Read();
        Assert.Equal("", _line.Read());
    }

    [Fact]
    public void A_reader_who_has_stopped_reading_is_cut_after_a_while_however_little_waits()
    {
        Offer(Entries.Delivery(1, headline: Long));
        _outbox.AbortIfStalled();
        Assert.False(_line.IsCut);

        _time.Advance(TimeSpan.FromSeconds(11));
        _outbox.AbortIfStalled();

        Assert.True(_line.IsCut);
    }

    [Fact]
    public void A_reader_who_is_only_quiet_is_not_cut()
    {
        Offer(Entries.Delivery(1));
        _time.Advance(TimeSpan.FromHours(1));
        _outbox.AbortIfStalled();

        Assert.False(_line.IsCut);
    }

    [Fact]
    public async Task What_is_held_leaves_after_what_was_missed()
    {
        _outbox.Hold();
        Offer(Entries.Delivery(3));
        await _outbox.Write(Packet.Of(Entries.Format, [Entries.Delivery(1), Entries.Delivery(2)]));
        Offer(Entries.Delivery(4));
        _outbox.Release();

        Assert.Equal([1, 2, 3, 4], _line.ReadSequences());
    }

    [Fact]
    public void What_the_answer_to_joining_tells_is_not_sent_again()
    {
        Offer(Entries.Delivery(1, headline: Long));
        Offer(Entries.Delivery(2));
        _outbox.Skip(3);
        Offer(Entries.Delivery(3), Entries.Delivery(4));
        _line.Read();

        Assert.Equal([4], _line.ReadSequences());
    }

    [Fact]
    public async Task What_is_the_connection_s_own_leaves_before_what_waits()
    {
        Offer(Entries.Delivery(1, headline: Long));
        Offer(Entries.Delivery(2));
        var own = _outbox.Write(Packet.AsIs("pong\n"u8.ToArray())).AsTask();
        _line.Read();

        Assert.StartsWith("pong\n", _line.Read(), StringComparison.Ordinal);
        await own;
    }

    [Fact]
    public async Task A_closed_outbox_fails_whoever_waits_for_it()
    {
        Offer(Entries.Delivery(1, headline: Long));
        var own = _outbox.Write(Packet.AsIs("pong\n"u8.ToArray())).AsTask();
        _outbox.Close();

        await Assert.ThrowsAsync<TaskCanceledException>(() => own);
        await Assert.ThrowsAsync<TaskCanceledException>(() => _outbox.Write(Packet.AsIs("pong\n"u8.ToArray())).AsTask());
    }

    [Fact]
    public void What_waits_is_measured_and_what_becomes_of_it()
    {
        using var measured = new Measured(_metrics);
        Offer(Entries.Delivery(1, headline: Long));
        Offer(Entries.Ranking(1));
        Assert.Equal(Entries.Ranking(1).In(Entries.Format).Length, measured["newshub.live.queue.size"]);

        Offer(Entries.Ranking(2));
        _line.Read();

        Assert.Equal((1, 0, 1, 0), (measured["newshub.live.conflated"], measured["newshub.live.queue.size"], measured["newshub.live.queue.duration"], measured["newshub.live.slow"]));
        _line.Read();
        Offer(Entries.Delivery(2, headline: Long));
        _time.Advance(TimeSpan.FromSeconds(11));
        _outbox.AbortIfStalled();
        Assert.Equal(1, measured["newshub.live.slow"]);
    }

    private void Offer(params Delivery[] deliveries) => _outbox.Offer(new DeliveryBatch(deliveries), ulong.MaxValue >> (64 - deliveries.Length));
}
