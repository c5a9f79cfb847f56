using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.Connections;

/// <summary>
/// The outgoing side of one connection. While the reader keeps up, a batch is written on the caller's thread. Once a write does not complete
/// synchronously, later deliveries wait in a <see cref="SendQueue"/> and are written, several at a time, when the transport is free.
/// </summary>
/// <remarks>
/// Memory is bounded: 64 KB buffered by the transport before a write waits, one packet of <see cref="MaxPacketBytes"/> being written, and a full
/// send queue, most of which is references to bytes shared with other readers.
/// </remarks>
internal sealed class Outbox(ITransport transport, LiveMetrics metrics, TimeProvider time) : IOutbox
{
    /// <summary>Target size in bytes of one write from the send queue.</summary>
    private const int MaxPacketBytes = 32 * 1024;

    /// <summary>How long a write may take before the reader counts as stalled. The same as in SignalR's own transports.</summary>
    private static readonly TimeSpan MaxWriteTime = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private SendQueue? _queue;
    private Queue<Outgoing>? _ownPackets;
    private bool _isWriting;
    private OutboxHolds _holds;
    private TaskCompletionSource? _answered;
    private bool _isClosed;
    private long _writingSince;
    private long _skipped;

    /// <summary>When the last write started, as a <see cref="TimeProvider"/> timestamp.</summary>
    public long LastWrite { get; private set; } = time.GetTimestamp();

    public void Offer(DeliveryBatch batch, ulong mask)
    {
        lock (_lock)
        {
            if (_isClosed || (mask = batch.MaskAfter(_skipped, mask)) == 0) return;
            if (_isWriting || _holds != OutboxHolds.None)
            {
                EnqueueUnsynchronized(batch.DeliveriesIn(mask));
                return;
            }

            _isWriting = true;
        }

        Write(new Outgoing(batch.PacketOf(transport.Format, mask), null));
    }

    public void Skip(long upTo)
    {
        lock (_lock)
        {
            _skipped = Math.Max(_skipped, upTo);
            if (_queue is null) return;
            var before = _queue.Bytes;
            _queue.Skip(upTo);
            metrics.Queued(_queue.Bytes - before);
        }
    }

    /// <summary>Writes a packet for this connection only, ahead of the send queue. Completes when the transport has taken it.</summary>
    /// <exception cref="OperationCanceledException">The connection is closed.</exception>
    public ValueTask Write(Packet own)
    {
        TaskCompletionSource? completion = null;
        lock (_lock)
        {
            if (_isClosed) return ValueTask.FromCanceled(new CancellationToken(canceled: true));
            if (_isWriting) (_ownPackets ??= new Queue<Outgoing>()).Enqueue(new Outgoing(own, completion = new(TaskCreationOptions.RunContinuationsAsynchronously)));
            else _isWriting = true;
        }

        return completion is null ? WriteNow(own) : new ValueTask(completion.Task);
    }

    /// <summary>Writes a keep-alive if nothing else is being written.</summary>
    public void WriteIfIdle(Packet keepAlive)
    {
        lock (_lock)
        {
            if (_isWriting || _isClosed) return;
            _isWriting = true;
        }

        Write(new Outgoing(keepAlive, null));
    }

    /// <summary>Writes deliveries for this connection only, ahead of the send queue. Completes when the transport has taken them.</summary>
    /// <exception cref="OperationCanceledException">The connection is closed.</exception>
    public ValueTask Write(IReadOnlyList<Delivery> own) => own.Count == 0 ? ValueTask.CompletedTask : Write(Packet.Of(transport.Format, own));

    /// <summary>Queues offered deliveries until <see cref="Release"/>. The connection's own packets are still written.</summary>
    public void Hold(OutboxHolds hold)
    {
        lock (_lock) _holds |= hold;
    }

    public void Release(OutboxHolds hold)
    {
        lock (_lock)
        {
            if ((_holds & hold) == 0) return;
            _holds &= ~hold;
            if (hold is OutboxHolds.Answer) _answered?.TrySetResult();
            if (_holds != OutboxHolds.None || _isWriting || _isClosed) return;
            _isWriting = true;
        }

        Write(TakeNext());
    }

    /// <summary>Waits until the answer to the current call has been written.</summary>
    public Task WaitForAnswer(CancellationToken stopping)
    {
        lock (_lock)
        {
            if ((_holds & OutboxHolds.Answer) == 0) return Task.CompletedTask;
            return (_answered = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(stopping);
        }
    }

    /// <summary>Discards what is queued and drops the connection; the reader comes back with its cursor.</summary>
    public void Abort()
    {
        Close();
        transport.Abort();
    }

    /// <summary>Aborts the connection if the reader has stopped reading.</summary>
    public void AbortIfStalled()
    {
        lock (_lock)
        {
            if (_isClosed || _writingSince == 0 || time.GetElapsedTime(_writingSince) < MaxWriteTime) return;
            CloseUnsynchronized();
        }

        metrics.ClosedForSlowness();
        transport.Abort();
    }

    /// <summary>Accepts nothing more and discards what is queued.</summary>
    public void Close()
    {
        lock (_lock) CloseUnsynchronized();
    }

    private async ValueTask WriteNow(Packet own)
    {
        LastWrite = time.GetTimestamp();
        try
        {
            var writing = transport.Write(own);
            if (!writing.IsCompleted) Volatile.Write(ref _writingSince, LastWrite);
            await writing;
        }
        catch
        {
            Close();
            transport.Abort();
            throw;
        }

        Write(TakeNext());
    }

    private void Write(Outgoing? next)
    {
        for (; next is { } packet; next = TakeNext())
        {
            LastWrite = time.GetTimestamp();
            var writing = TryWrite(packet);
            if (!writing.IsCompletedSuccessfully)
            {
                Volatile.Write(ref _writingSince, LastWrite);
                _ = WriteRestAfter(writing, packet);
                return;
            }

            writing.GetAwaiter().GetResult(); // returns the pooled value task source
            packet.Completion?.TrySetResult();
        }
    }

    private ValueTask TryWrite(Outgoing packet)
    {
        try
        {
            return transport.Write(packet.Packet);
        }
        catch (Exception failure)
        {
            return ValueTask.FromException(failure);
        }
    }

    private async Task WriteRestAfter(ValueTask writing, Outgoing packet)
    {
        try
        {
            await writing;
        }
        catch (Exception failure)
        {
            // The connection is gone. Its owner learns that from the transport.
            packet.Completion?.TrySetException(failure);
            Close();
            transport.Abort();
            return;
        }

        packet.Completion?.TrySetResult();
        Write(TakeNext());
    }

    private Outgoing? TakeNext()
    {
        long queuedAt;
        IReadOnlyList<Delivery> taken;
        lock (_lock)
        {
            _writingSince = 0;
            if (_ownPackets?.TryDequeue(out var own) is true) return own;
            if (_holds != OutboxHolds.None || _isClosed || _queue is null or { IsEmpty: true })
            {
                (_ownPackets, _isWriting) = (null, false);
                if (_holds == OutboxHolds.None) _queue = null;
                return null;
            }

            var before = _queue.Bytes;
            taken = _queue.Dequeue(MaxPacketBytes, out queuedAt);
            metrics.Queued(_queue.Bytes - before);
        }

        metrics.Waited(time.GetElapsedTime(queuedAt));
        return new Outgoing(Packet.Of(transport.Format, taken), null);
    }

    private void EnqueueUnsynchronized(IReadOnlyList<Delivery> deliveries)
    {
        _queue ??= new SendQueue();
        var before = _queue.Bytes;
        foreach (var delivery in deliveries)
        {
            if (_queue.TryEnqueue(delivery, transport.Format, time.GetTimestamp(), out var replaced))
            {
                if (replaced) metrics.Conflated();
                continue;
            }

            metrics.Queued(_queue.Bytes - before);
            CloseUnsynchronized();
            metrics.ClosedForSlowness();
            transport.Abort();
            return;
        }

        metrics.Queued(_queue.Bytes - before);
    }

    private void CloseUnsynchronized()
    {
        if (_isClosed) return;
        _isClosed = true;
        if (_queue is not null) metrics.Queued(-_queue.Bytes);
        while (_ownPackets?.TryDequeue(out var own) is true) own.Completion?.TrySetCanceled();
        (_queue, _ownPackets) = (null, null);
        _answered?.TrySetCanceled();
    }

    /// <param name="Completion">Completes with the write; null if no caller waits for it.</param>
    private readonly record struct Outgoing(Packet Packet, TaskCompletionSource? Completion);
}
