using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.Connections;

/// <summary>
/// The way out to one connection. While the reader keeps up, a wave is written on the caller's thread; once a write does not complete at
/// once, what follows waits in a <see cref="SendQueue"/> and leaves, several deliveries to a write, when the line is free.
/// </summary>
/// <remarks>
/// Bounded: 64 KB that the transport takes before a write waits, one packet of <see cref="MaxPacket"/> in the writing, and a full backlog,
/// most of which is references to bytes that other readers share.
/// </remarks>
internal sealed class Outbox(ITransport transport, LiveMetrics metrics, TimeProvider time) : IOutbox
{
    /// <summary>Bytes of one write from the backlog.</summary>
    private const int MaxPacket = 32 * 1024;

    /// <summary>How long a write may take before the reader counts as stalled; as SignalR's own transports.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private SendQueue? _queue;
    private Queue<Outgoing>? _own;
    private bool _isWriting;
    private bool _isHeld;
    private bool _isClosed;
    private long _writingSince;
    private long _skipped;

    /// <summary>When the last write was begun, as a timestamp.</summary>
    public long LastWrite { get; private set; } = time.GetTimestamp();

    public void Offer(DeliveryBatch batch, ulong mask)
    {
        lock (_lock)
        {
            if (_isClosed || (mask = batch.After(_skipped, mask)) == 0) return;
            if (_isWriting || _isHeld)
            {
                KeepUnsynchronized(batch.Chosen(mask));
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

    /// <summary>Writes what belongs to this connection alone, before anything that waits; completes when the transport has taken it.</summary>
    /// <exception cref="OperationCanceledException">The connection is closed.</exception>
    public ValueTask Write(Packet own)
    {
        TaskCompletionSource? taken = null;
        lock (_lock)
        {
            if (_isClosed) return ValueTask.FromCanceled(new CancellationToken(canceled: true));
            if (_isWriting) (_own ??= new Queue<Outgoing>()).Enqueue(new Outgoing(own, taken = new(TaskCreationOptions.RunContinuationsAsynchronously)));
            else _isWriting = true;
        }

        return taken is null ? WriteNow(own) : new ValueTask(taken.Task);
    }

    /// <summary>Writes a sign of life if nothing else is being written.</summary>
    public void WriteIfIdle(Packet sign)
    {
        lock (_lock)
        {
            if (_isWriting || _isClosed) return;
            _isWriting = true;
        }

        Write(new Outgoing(sign, null));
    }

    /// <summary>Keeps whatever is offered until <see cref="Release"/>; what is the connection's own still leaves.</summary>
    public void Hold()
    {
        lock (_lock) _isHeld = true;
    }

    public void Release()
    {
        lock (_lock)
        {
            if (!_isHeld) return;
            _isHeld = false;
            if (_isWriting || _isClosed) return;
            _isWriting = true;
        }

        Write(TakeNext());
    }

    /// <summary>Cuts the connection if the reader has stopped reading.</summary>
    public void AbortIfStalled()
    {
        lock (_lock)
        {
            if (_isClosed || _writingSince == 0 || time.GetElapsedTime(_writingSince) < MaxWait) return;
            CloseUnsynchronized();
        }

        metrics.ClosedForSlowness();
        transport.Abort();
    }

    /// <summary>Takes nothing any more, and lets go of what waits.</summary>
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

            writing.GetAwaiter().GetResult(); // gives its source back to the transport
            packet.Taken?.TrySetResult();
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
            // The line is gone: its owner learns that from the transport.
            packet.Taken?.TrySetException(failure);
            Close();
            transport.Abort();
            return;
        }

        packet.Taken?.TrySetResult();
        Write(TakeNext());
    }

    private Outgoing? TakeNext()
    {
        long since;
        IReadOnlyList<Delivery> taken;
        lock (_lock)
        {
            _writingSince = 0;
            if (_own?.TryDequeue(out var own) is true) return own;
            if (_isHeld || _isClosed || _queue is null or { IsEmpty: true })
            {
                (_own, _isWriting) = (null, false);
                if (!_isHeld) _queue = null;
                return null;
            }

            var before = _queue.Bytes;
            taken = _queue.Take(MaxPacket, out since);
            metrics.Queued(_queue.Bytes - before);
        }

        metrics.Waited(time.GetElapsedTime(since));
        return new Outgoing(Packet.Of(transport.Format, taken), null);
    }

    private void KeepUnsynchronized(IReadOnlyList<Delivery> deliveries)
    {
        _queue ??= new SendQueue();
        var before = _queue.Bytes;
        foreach (var delivery in deliveries)
        {
            if (_queue.TryKeep(delivery, transport.Format, time.GetTimestamp(), out var replaced))
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
        while (_own?.TryDequeue(out var own) is true) own.Taken?.TrySetCanceled();
        (_queue, _own) = (null, null);
    }

    /// <param name="Taken">Completes with the write; null: nobody waits for it.</param>
    private readonly record struct Outgoing(Packet Packet, TaskCompletionSource? Taken);
}
