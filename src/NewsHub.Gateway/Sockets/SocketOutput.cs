using System.Buffers;
using System.IO.Pipelines;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.Sockets;

/// <summary>
/// The pipe to which SignalR writes its own messages (answers, pings). Each flush becomes one frame in the outbox. An answer releases the
/// deliveries that its call has held.
/// </summary>
internal sealed class SocketOutput(SocketTransport transport, Outbox outbox) : PipeWriter
{
    /// <summary>Initial size in bytes: most of SignalR's own messages are pings or short answers.</summary>
    private const int InitialBufferBytes = 256;

    /// <summary>Length in bytes of the longest ping, <c>{"type":6}</c> and its separator. A longer message is an answer.</summary>
    private const int MaxPingBytes = 11;

    private byte[]? _rented;
    private int _written = FrameHeader.MaxLength;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        var needed = _written + Math.Max(sizeHint, 1);
        if (_rented is null) _rented = ArrayPool<byte>.Shared.Rent(Math.Max(needed, InitialBufferBytes));
        else if (_rented.Length < needed) Grow(_rented, Math.Max(needed, _rented.Length * 2));
        return _rented.AsMemory(_written);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes) => _written += bytes;

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_rented is not { } bytes) return default;
        var payload = _written - FrameHeader.MaxLength;
        (_rented, _written) = (null, FrameHeader.MaxLength); // an idle connection holds no buffer
        var headerLength = FrameHeader.WriteBefore(bytes.AsSpan(0, FrameHeader.MaxLength), transport.OwnOpcode, payload);
        await outbox.Write(Packet.AsIs(bytes.AsMemory(FrameHeader.MaxLength - headerLength, headerLength + payload)));
        if (payload > MaxPingBytes) outbox.Release(OutboxHolds.Answer);
        ArrayPool<byte>.Shared.Return(bytes); // not after a failure: the transport may still be reading it
        return default;
    }

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }

    private void Grow(byte[] full, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(length);
        full.AsSpan(0, _written).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(full);
        _rented = larger;
    }
}
