using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;
using NewsHub.Wire;

namespace NewsHub.Gateway.FanOut;

/// <summary>
/// Follows the wire and offers every entry to the subscribers of its topics without waiting for them. A single entry is sent at once. In a
/// burst, when a batch takes longer to send than the idle time before it, the fan-out pauses after each batch, and the entries that arrive
/// meanwhile are sent as one batch, in one write per reader. An alert, kill or withheld article ends the pause.
/// </summary>
internal sealed class WireRelay(
    SubscriptionRegistry registry, FanOut fanOut, WireTail tail, IWireStore store, LiveMetrics metrics, WallClock clock, TimeProvider time) : BackgroundService
{
    /// <summary>Entries waiting for a batch: 1,024 × about 1 KB = 1 MB. Further entries stay in the log.</summary>
    private const int MaxPending = 1024;

    /// <summary>Length of a pause as a multiple of the time the batch took: in a burst the fan-out uses a third of the CPU time.</summary>
    private const int PausePerWork = 2;

    /// <summary>Longest pause: half of the 100 ms within which a reader should see an entry.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Shorter pauses are skipped; they are not worth a timer.</summary>
    private static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(2);

    private readonly Channel<Entry> _arrivals = Channel.CreateBounded<Entry>(MaxPending);
    private readonly PendingErasures _erasures = new();
    private volatile TaskCompletionSource _urgent = NewUrgent();

    /// <summary>Loads the newest entries before the first connection.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var (first, head) = await store.Bounds(cancellationToken);
        registry.Start(Math.Max(first - 1, head - SubscriptionRegistry.RingCapacity));
        while (registry.Head < head)
            foreach (var entry in await store.ReadAfter(registry.Head, WireFollower.MaxBatch, cancellationToken))
                registry.Add(entry);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Runs both halves. When one fails, the other ends too, and with them the process: a relay that only receives sends nothing and looks healthy.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var halves = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        Task[] running = [Receive(halves.Token), SendBatches(halves.Token)];
        var first = await Task.WhenAny(running);
        if (first.IsFaulted) await halves.CancelAsync();
        await Task.WhenAll(running);
    }

    private async Task Receive(CancellationToken stopping)
    {
        try
        {
            await foreach (var batch in tail.Follow(registry.Head, stopping))
            {
                foreach (var received in batch)
                {
                    var entry = FetchWindow.SetIn(received, registry);
                    _erasures.Note(entry);
                    await _arrivals.Writer.WriteAsync(entry, stopping);
                    if (Delivery.Of(entry).IsUrgent) _urgent.TrySetResult();
                }
            }
        }
        finally
        {
            _arrivals.Writer.Complete();
        }
    }

    private async Task SendBatches(CancellationToken stopping)
    {
        var (batch, deliveries, audiences) = (new List<Entry>(), new List<Delivery>(), new List<Connection[][][]>());
        var idleSince = time.GetTimestamp();
        while (await _arrivals.Reader.WaitToReadAsync(CancellationToken.None))
        {
            if (_urgent.Task.IsCompleted) _urgent = NewUrgent();
            var startedAt = time.GetTimestamp();
            var idle = time.GetElapsedTime(idleSince, startedAt);
            while (batch.Count < DeliveryBatch.MaxDeliveries && _arrivals.Reader.TryRead(out var arrived)) batch.Add(arrived);
            metrics.Lagged(clock.Now - batch[0].At);
            // Only now that the batch is complete: an entry may arrive meanwhile that erases one before it.
            foreach (var arrived in batch)
            {
                var entry = _erasures.Apply(arrived);
                audiences.Add(registry.Add(entry));
                deliveries.Add(Delivery.Of(entry));
            }

            await fanOut.Send([.. deliveries], [.. audiences]);
            var work = time.GetElapsedTime(startedAt);
            FanOutTrace.RecordSent(batch, clock.Now - work);
            if (idle < work && batch.Count < DeliveryBatch.MaxDeliveries) await Pause(work, stopping);
            idleSince = time.GetTimestamp();
            batch.Clear();
            deliveries.Clear();
            audiences.Clear();
        }
    }

    private async Task Pause(TimeSpan work, CancellationToken stopping)
    {
        var pause = work * PausePerWork;
        if (pause < MinPause) return;
        using var delay = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(Task.Delay(pause < MaxPause ? pause : MaxPause, time, delay.Token), _urgent.Task);
        await delay.CancelAsync();
    }

    private static TaskCompletionSource NewUrgent() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
