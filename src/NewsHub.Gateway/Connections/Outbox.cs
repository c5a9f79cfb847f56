using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.Connections;

/// <summary>
/// The way out to one connection. While the reader keeps up, a wave is written on the caller's thread; once a write does not complete at
/// once, what follows waits in a <see cref="Backlog"/> and leaves, several deliveries to a write, when the line is free.
/// </summary>
/// <remarks>
/// Bounded: 64 KB that the transport takes before a write waits, one packet of <see cref="MaxPacket"/> in the writing, and a full backlog,
/// most of which is references to bytes that other readers share.
/// </remarks>
internal sealed class Outbox(ILine line, LiveMetrics metrics, TimeProvider time) : IOutbox
{
    /// <summary>Bytes of one write from the backlog.</summary>
    private const int MaxPacket = 32 * 1024;

    /// <summary>How long a write may take before the reader counts as stalled; as SignalR's own transports.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private Backlog? _backlog;
    private Queue<Outgoing>? _own;
    private bool _isWriting;
    private bool _isHeld;
    private bool _isClosed;
    private long _writingSince;
    private long _skipped;

    /// <summary>When the last write was begun, as a timestamp.</summary>
    public long LastWrite { get; private set; } = time.GetTimestamp();

    public void Offer(Wave wave, ulong mask)
    {
        lock (_lock)
        {
            if (_isClosed || (mask = wave.After(_skipped, mask)) == 0) return;
            if (_isWriting || _isHeld)
            {
                KeepUnsynchronized(wave.Chosen(mask));
                return;
            }

            _isWriting = true;
        }

        Write(new Outgoing(wave.PacketOf(line.Format, mask), null));
    }

    public void Skip(long upTo)
    {
        lock (_lock)
        {
            _skipped = Math.Max(_skipped, upTo);
            if (_backlog is null) return;
            var before = _backlog.Bytes;
            _backlog.Skip(upTo);
            metrics.Queued(_backlog.Bytes - before);
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
    public void CutIfStalled()
    {
        lock (_lock)
        {
            if (_isClosed || _writingSince == 0 || time.GetElapsedTime(_writingSince) < Patience) return;
            CloseUnsynchronized();
        }

        metrics.ClosedForSlowness();
        line.Cut();
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
            var writing = line.Write(own);
            if (!writing.IsCompleted) Volatile.Write(ref _writingSince, LastWrite);
            await writing;
        }
        catch
        {
            Close();
            line.Cut();
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
            return line.Write(packet.Packet);
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
            line.Cut();
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
            if (_isHeld || _isClosed || _backlog is null or { IsEmpty: true })
            {
                (_own, _isWriting) = (null, false);
                if (!_isHeld) _backlog = null;
                return null;
            }

            var before = _backlog.Bytes;
            taken = _backlog.Take(MaxPacket, out since);
            metrics.Queued(_backlog.Bytes - before);
        }

        metrics.Waited(time.GetElapsedTime(since));
        return new Outgoing(Packet.Of(line.Format, taken), null);
    }

    private void KeepUnsynchronized(IReadOnlyList<Delivery> deliveries)
    {
        _backlog ??= new Backlog();
        var before = _backlog.Bytes;
        foreach (var delivery in deliveries)
        {
            if (_backlog.TryKeep(delivery, line.Format, time.GetTimestamp(), out var replaced))
            {
                if (replaced) metrics.Conflated();
                continue;
            }

            metrics.Queued(_backlog.Bytes - before);
            CloseUnsynchronized();
            metrics.ClosedForSlowness();
            line.Cut();
            return;
        }

        metrics.Queued(_backlog.Bytes - before);
    }

    private void CloseUnsynchronized()
    {
        if (_isClosed) return;
        _isClosed = true;
        if (_backlog is not null) metrics.Queued(-_backlog.Bytes);
        while (_own?.TryDequeue(out var own) is true) own.Taken?.TrySetCanceled();
        (_backlog, _own) = (null, null);
    }

    /// <param name="Taken">Completes with the write; null: nobody waits for it.</param>
    private readonly record struct Outgoing(Packet Packet, TaskCompletionSource? Taken);
}
