using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;
using NewsHub.Wire;

namespace NewsHub.Gateway.FanOut;

/// <summary>
/// This process's follower of the wire: offers every entry to those who follow its topics, and waits for none of them. An entry that comes
/// alone leaves at once. In a burst, which is when waves take longer than the time between them, the fan-out rests after each wave, and what
/// arrives meanwhile leaves together, in one write for each reader; an alert, or an article that is taken back, ends the rest.
/// </summary>
internal sealed class WireRelay(
    SubscriptionRegistry registry, FanOut fanOut, WireFollower follower, IWireStore store, LiveMetrics metrics, WallClock clock, TimeProvider time) : BackgroundService
{
    /// <summary>Entries that wait for their wave: 1,024 × about 1 KB = 1 MB; beyond it the log keeps them.</summary>
    private const int MaxArrived = 1024;

    /// <summary>A rest is this many times what the wave took: under a burst the fan-out uses a third of the cores' time.</summary>
    private const int RestPerWork = 2;

    /// <summary>Longest rest: half of the tenth of a second in which a reader shall see it.</summary>
    private static readonly TimeSpan MaxRest = TimeSpan.FromMilliseconds(50);

    /// <summary>Shorter rests are not worth a timer.</summary>
    private static readonly TimeSpan MinRest = TimeSpan.FromMilliseconds(2);

    private readonly Channel<Arrival> _arrived = Channel.CreateBounded<Arrival>(MaxArrived);
    private readonly PendingErasures _erasures = new();
    private volatile TaskCompletionSource _urgent = NewUrgent();

    /// <summary>Fills the memory before anybody can connect.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var (first, head) = await store.Bounds(cancellationToken);
        registry.Start(Math.Max(first - 1, head - SubscriptionRegistry.RingCapacity));
        while (registry.Head < head)
            foreach (var entry in await store.ReadAfter(registry.Head, WireFollower.MaxBatch, cancellationToken))
                registry.Arrive(entry);
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Gather(stoppingToken), SendBatches(stoppingToken));

    private async Task Gather(CancellationToken stopping)
    {
        try
        {
            await foreach (var batch in follower.Follow(registry.Head, stopping))
            {
                foreach (var entry in batch)
                {
                    var delivery = Delivery.Of(entry);
                    _erasures.Note(entry);
                    await _arrived.Writer.WriteAsync(new Arrival(entry, delivery), stopping);
                    if (delivery.IsUrgent) _urgent.TrySetResult();
                }
            }
        }
        finally
        {
            _arrived.Writer.Complete();
        }
    }

    private async Task SendBatches(CancellationToken stopping)
    {
        var (deliveries, audiences, traced) = (new List<Delivery>(), new List<Connection[][][]>(), new List<Entry>());
        var ready = time.GetTimestamp();
        while (await _arrived.Reader.WaitToReadAsync(CancellationToken.None))
        {
            if (_urgent.Task.IsCompleted) _urgent = NewUrgent();
            var began = time.GetTimestamp();
            var idle = time.GetElapsedTime(ready, began);
            while (deliveries.Count < DeliveryBatch.MaxDeliveries && _arrived.Reader.TryRead(out var next))
            {
                if (deliveries.Count == 0) metrics.Lagged(clock.Now - next.Entry.At);
                audiences.Add(registry.Arrive(_erasures.Take(next.Entry)));
                deliveries.Add(next.Delivery);
                if (next.Entry.TraceParent is not null) traced.Add(next.Entry);
            }

            await fanOut.Send([.. deliveries], [.. audiences]);
            var work = time.GetElapsedTime(began);
            if (traced.Count > 0) FanOutTrace.Sent(traced, clock.Now - work);
            if (idle < work && deliveries.Count < DeliveryBatch.MaxDeliveries) await Rest(work, stopping);
            ready = time.GetTimestamp();
            deliveries.Clear();
            audiences.Clear();
            traced.Clear();
        }
    }

    private async Task Rest(TimeSpan work, CancellationToken stopping)
    {
        var rest = work * RestPerWork;
        if (rest < MinRest) return;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(Task.Delay(rest < MaxRest ? rest : MaxRest, time, over.Token), _urgent.Task);
        await over.CancelAsync();
    }

    private static TaskCompletionSource NewUrgent() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly record struct Arrival(Entry Entry, Delivery Delivery);
}
