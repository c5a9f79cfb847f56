using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using NewsHub.Gateway;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;
using Xunit;
using Xunit.Abstractions;

namespace NewsHub.Tests.Gateway.Connections;

/// <summary>An outbox that many threads use at once: offers, own packets, holds, keep-alives, and closing in between.</summary>
public sealed class OutboxConcurrencyTests
{
    private const int Offerers = 4;
    private const int Offers = 1_000;
    private const int OwnPackets = 300;

    private readonly int _seed = Random.Shared.Next();
    private readonly LiveMetrics _metrics = Entries.NewMetrics();

    public OutboxConcurrencyTests(ITestOutputHelper output) => output.WriteLine($"seed {_seed}");

    [Fact]
    public async Task Every_delivery_and_every_own_packet_is_written_once_and_in_the_order_of_its_thread()
    {
        using var recorded = new RecordedMetrics(_metrics);
        using var room = new SemaphoreSlim(SendQueue.MaxEntries); // a reader that keeps up with what is offered
        var transport = new BusyTransport(_seed) { OnWritten = written => Release(room, written) };
        var outbox = new Outbox(transport, _metrics, TimeProvider.System);

        await Task.WhenAll(
        [
            .. Enumerable.Range(0, Offerers).Select(offerer => Task.Run(async () =>
            {
                for (var n = 0; n < Offers; n++)
                {
                    await room.WaitAsync();
                    outbox.Offer(new DeliveryBatch([Entries.Delivery(Sequence(offerer, n))]), 1);
                }
            })),
            Repeat(n => outbox.Write(Own(n)).AsTask()),
            Repeat(async _ =>
            {
                outbox.Hold(OutboxHolds.Answer);
                await Task.Yield();
                outbox.Release(OutboxHolds.Answer);
            }),
            Repeat(_ =>
            {
                outbox.WriteIfIdle(Packet.AsIs(": \n"u8.ToArray()));
                outbox.AbortIfStalled();
                return Task.CompletedTask;
            }),
        ]);
        await Eventually.Is(() => Task.FromResult(transport.Sequences.Count), written => written >= Offerers * Offers);

        var byOfferer = transport.Sequences.ToLookup(sequence => (sequence - 1) / Offers);
        Assert.All(Enumerable.Range(0, Offerers), offerer => Assert.Equal(Enumerable.Range(0, Offers).Select(n => Sequence(offerer, n)), byOfferer[offerer]));
        Assert.Equal(Enumerable.Range(0, OwnPackets).Select(n => $"own {n}"), transport.Text.Split('\n').Where(line => line.StartsWith("own", StringComparison.Ordinal)));
        Assert.False(transport.HasOverlapped);
        Assert.Equal((0, 0, 0), (transport.Aborts, recorded["newshub.live.queue.size"], recorded["newshub.live.slow"]));
    }

    [Fact]
    public async Task The_bound_holds_when_many_threads_offer_and_the_reader_is_aborted_once()
    {
        using var recorded = new RecordedMetrics(_metrics);
        var transport = new PipeTransport();
        var outbox = new Outbox(transport, _metrics, new FakeTimeProvider());
        outbox.Offer(new DeliveryBatch([Entries.Delivery(1, headline: new string('x', PipeTransport.CapacityBytes))]), 1);

        await OfferAtOnce(SendQueue.MaxEntries / Offerers);
        Assert.False(transport.IsAborted);

        await OfferAtOnce(1);
        Assert.True(transport.IsAborted);
        Assert.Equal((1, 0), (recorded["newshub.live.slow"], recorded["newshub.live.queue.size"]));
        Assert.Equal([1], transport.ReadSequences());
        Assert.Empty(transport.ReadSequences());

        Task OfferAtOnce(int each) => Task.WhenAll(Enumerable.Range(0, Offerers).Select(_ => Task.Run(() =>
        {
            for (var n = 0; n < each; n++) outbox.Offer(new DeliveryBatch([Entries.Delivery(2)]), 1);
        })));
    }

    [Fact]
    public async Task Closing_at_any_moment_ends_every_write_and_empties_the_queue()
    {
        using var recorded = new RecordedMetrics(_metrics);
        for (var round = 0; round < 100; round++)
        {
            var transport = new BusyTransport(_seed + round);
            var outbox = new Outbox(transport, _metrics, TimeProvider.System);
            var closingAt = new Random(_seed + round).Next(40);

            await Task.WhenAll(
                Task.Run(() =>
                {
                    for (var n = 1; n <= 40; n++) outbox.Offer(new DeliveryBatch([Entries.Delivery(n), Entries.Ranking(n)]), 3);
                }),
                Task.Run(async () =>
                {
                    for (var n = 0; n < 40; n++)
                    {
                        if (n == closingAt) outbox.Abort();
                        outbox.Hold(OutboxHolds.CatchUp);
                        outbox.Skip(n);
                        await Task.Yield();
                        outbox.Release(OutboxHolds.CatchUp);
                    }
                }),
                Task.Run(() => Task.WhenAll(Enumerable.Range(0, 40).Select(n => EndOf(outbox.Write(Own(n)))))));

            Assert.InRange(transport.Aborts, 1, int.MaxValue);
            Assert.False(transport.HasOverlapped);
            var sequences = transport.Sequences; // a write that had begun may still come
            Assert.Equal(sequences.Order().Distinct(), sequences);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outbox.Write(Own(0)).AsTask());
        }

        Assert.Equal(0, recorded["newshub.live.queue.size"]);
    }

    private static long Sequence(int offerer, int n) => (long)offerer * Offers + n + 1;

    private static Packet Own(int n) => Packet.AsIs(System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"own {n}\n")));

    private static Task Repeat(Func<int, Task> work) => Task.Run(async () =>
    {
        for (var n = 0; n < OwnPackets; n++) await work(n);
    });

    private static void Release(SemaphoreSlim room, int entries)
    {
        if (entries > 0) room.Release(entries);
    }

    private static async Task EndOf(ValueTask write)
    {
        try
        {
            await write;
        }
        catch (OperationCanceledException)
        {
            // The outbox was closed first.
        }
    }
}
