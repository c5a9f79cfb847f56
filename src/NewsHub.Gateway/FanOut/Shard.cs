using System.Numerics;
using Microsoft.Extensions.Logging;
using NewsHub.Gateway.Connections;

namespace NewsHub.Gateway.FanOut;

/// <summary>
/// One core's part of every broadcast: it alone walks its connections. Broadcasts of entries keep their order; those of states are walked
/// piece by piece and stand back whenever entries have come, so that an alert overtakes a ranking.
/// </summary>
internal sealed partial class Shard(int index, LiveMetrics metrics, TimeProvider time, ILogger<Shard> logger) : IThreadPoolWorkItem
{
    /// <summary>Connections that get a state before the shard looks for entries: about 2 ms of writing.</summary>
    private const int Piece = 256;

    private readonly Lock _lock = new();
    private readonly Queue<Broadcast> _entries = new();
    private readonly Queue<Broadcast> _states = new();
    private readonly List<Connection> _addressed = [];
    private int _stateOffered;
    private bool _isRunning;

    /// <summary>Takes its part of a broadcast. Bounded by the senders: each waits for its last one before the next.</summary>
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
                if (broadcast.IsState) OfferPiece(broadcast);
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
                    if (connection.Address(batch, i))
                        _addressed.Add(connection);

        var deliveries = 0;
        try
        {
            foreach (var connection in _addressed)
            {
                connection.Outbox.Offer(batch, connection.Mask);
                deliveries += BitOperations.PopCount(connection.Mask);
            }
        }
        finally
        {
            _addressed.Clear();
        }

        Finish(broadcast, deliveries);
    }

    private void OfferPiece(Broadcast broadcast)
    {
        var subscribers = broadcast.Audiences[0][0][index];
        var end = Math.Min(_stateOffered + Piece, subscribers.Length);
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
        metrics.Delivered(deliveries, time.GetElapsedTime(broadcast.Began));
        broadcast.FinishShard();
    }

    [LoggerMessage(4007, LogLevel.Error, "A broadcast did not reach everybody: it could not be encoded")]
    private partial void LogBroadcastFailed(Exception failure);
}
