using System.Numerics;
using Microsoft.Extensions.Logging;
using NewsHub.Gateway.Connections;

namespace NewsHub.Gateway.FanOut;

/// <summary>
/// Offers one core's part of every broadcast; only this shard iterates its connections. Broadcasts of entries keep their order. Broadcasts of
/// states run in chunks and yield to entries between chunks, so that an alert overtakes a ranking.
/// </summary>
internal sealed partial class Shard(int index, LiveMetrics metrics, TimeProvider time, ILogger<Shard> logger) : IThreadPoolWorkItem
{
    /// <summary>Connections that are offered a state before the shard checks for entries: about 2 ms of writing.</summary>
    private const int StateChunkSize = 256;

    private readonly Lock _lock = new();
    private readonly Queue<Broadcast> _entries = new();
    private readonly Queue<Broadcast> _states = new();
    private readonly List<Connection> _recipients = [];
    private int _stateOffered;
    private bool _isRunning;

    /// <summary>Queues a broadcast. The queues are bounded because each sender awaits its last broadcast before the next.</summary>
    public void Post(Broadcast broadcast)
    {
        lock (_lock)
        {
            (broadcast.IsState ? _states : _entries).Enqueue(broadcast);
            if (_isRunning) return;
            _isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Execute()
    {
        while (TakeNext() is { } broadcast)
        {
            try
            {
                if (broadcast.IsState) OfferStateChunk(broadcast);
                else OfferEntries(broadcast);
            }
            catch (Exception failure)
            {
                LogBroadcastFailed(failure);
                if (broadcast.IsState) DequeueState();
                Finish(broadcast, 0);
            }
        }
    }

    private Broadcast? TakeNext()
    {
        lock (_lock)
        {
            if (_entries.TryDequeue(out var entries)) return entries;
            if (_states.TryPeek(out var states)) return states;
            _isRunning = false;
            return null;
        }
    }

    private void OfferEntries(Broadcast broadcast)
    {
        var batch = broadcast.Batch;
        for (var i = 0; i < batch.Deliveries.Count; i++)
            foreach (var subscribers in broadcast.Audiences[i])
                foreach (var connection in subscribers[index])
                    if (connection.AddToMask(batch, i))
                        _recipients.Add(connection);

        var deliveries = 0;
        try
        {
            foreach (var connection in _recipients)
            {
                connection.Outbox.Offer(batch, connection.Mask);
                deliveries += BitOperations.PopCount(connection.Mask);
            }
        }
        finally
        {
            _recipients.Clear();
        }

        Finish(broadcast, deliveries);
    }

    private void OfferStateChunk(Broadcast broadcast)
    {
        var subscribers = broadcast.Audiences[0][0][index];
        var end = Math.Min(_stateOffered + StateChunkSize, subscribers.Length);
        for (; _stateOffered < end; _stateOffered++) subscribers[_stateOffered].Outbox.Offer(broadcast.Batch, 1);
        if (end < subscribers.Length) return;
        DequeueState();
        Finish(broadcast, subscribers.Length);
    }

    private void DequeueState()
    {
        _stateOffered = 0;
        lock (_lock) _states.Dequeue();
    }

    private void Finish(Broadcast broadcast, int deliveries)
    {
        metrics.Delivered(deliveries, time.GetElapsedTime(broadcast.StartedAt));
        broadcast.FinishShard();
    }

    [LoggerMessage(4007, LogLevel.Error, "A broadcast failed and did not reach all of its subscribers")]
    private partial void LogBroadcastFailed(Exception failure);
}
