using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace NewsHub.Traffic.Load.Transports;

/// <summary>
/// One connection of a reader: a socket and a buffer, with minimal work per delivery. Everything runs under the lock of the reader, so that
/// nothing is processed after the link is aborted.
/// </summary>
internal abstract class Link : IDisposable
{
    /// <summary>Receive buffer of a stalled reader in bytes; small, so that the kernel soon stops accepting data.</summary>
    private const int StalledBuffer = 4096;

    /// <summary>Free space after an incomplete message, in bytes.</summary>
    private const int MinimumBuffer = 4096;

    /// <summary>Connections per source address, which has about 28,000 ephemeral ports; further readers use further loopback addresses.</summary>
    private const int ReadersPerAddress = 20_000;

    private readonly Socket _socket;
    private readonly int _handle;
    private byte[] _held = [];
    private int _length;
    private bool _isClosed;

    protected Link(LoadReader reader, LoadRun run)
    {
        (Reader, Run) = (reader, run);
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (reader.Stalls) _socket.ReceiveBufferSize = StalledBuffer;
        _handle = (int)_socket.Handle;
    }

    protected LoadReader Reader { get; }

    protected LoadRun Run { get; }

    /// <summary>The first request.</summary>
    protected abstract byte[] Opening { get; }

    public static Link Create(Transport transport, LoadReader reader, LoadRun run) => transport switch
    {
        Transport.SignalR => new SignalRLink(reader, run),
        Transport.Sse => new EventStreamLink(reader, run),
        Transport.Poll => new PollLink(reader, run),
        _ => throw new ArgumentOutOfRangeException(nameof(transport), transport, null),
    };

    /// <summary>Sends a keep-alive if the protocol needs one.</summary>
    public virtual void Ping()
    {
    }

    /// <summary>Connects and sends the first request.</summary>
    public void Open()
    {
        try
        {
            if (IPAddress.IsLoopback(Run.EndPoint.Address)) _socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(2 + Reader.Number / ReadersPerAddress)]), 0));
            _socket.Connect(Run.EndPoint);
            _socket.Blocking = false;
            Send(Opening);
            Watch();
        }
        catch (SocketException cause)
        {
            Fail($"connect: {cause.Message}");
        }
    }

    /// <summary>Starts or continues reading.</summary>
    public void Watch()
    {
        if (!_isClosed) Run.Poller.Watch(_handle, this);
    }

    /// <summary>Reads available data; called when data arrived or the connection ended.</summary>
    /// <param name="buffer">Shared buffer, valid during the call.</param>
    public void Read(byte[] buffer)
    {
        lock (Reader.SyncRoot)
        {
            if (_isClosed) return;
            try
            {
                var received = Receive(buffer, out var error);
                if (error is SocketError.WouldBlock) return;
                if (error is not SocketError.Success) Fail($"receive: {error}");
                else if (received is 0) Fail("the hub closed the connection");
                else if (Reader.IsStalledUnsynchronized) Run.Poller.Unwatch(_handle);
            }
            catch (Exception cause) when (cause is FormatException or OverflowException or JsonException)
            {
                Fail(cause.Message);
            }
        }
    }

    /// <summary>Aborts the connection with a TCP reset; data in flight is lost.</summary>
    public void Cut()
    {
        if (!_isClosed) _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        Dispose();
    }

    public void Dispose()
    {
        if (!_isClosed) Run.Poller.Unwatch(_handle);
        _isClosed = true;
        _socket.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Processes the start of the received bytes; returns the number of bytes consumed.</summary>
    protected abstract int Take(Span<byte> held, long now);

    // A few bytes on an idle socket do not block.
    protected void Send(byte[] bytes)
    {
        try
        {
            _socket.Send(bytes);
        }
        catch (SocketException cause)
        {
            Fail($"send: {cause.Message}");
        }
    }

    /// <summary>Closes the link after an error or a close by the hub.</summary>
    protected void Fail(string why)
    {
        if (_isClosed) return;
        Dispose();
        Reader.LostUnsynchronized(why);
    }

    // An incomplete message is kept outside the shared buffer, so that most links hold no memory between messages.
    private int Receive(byte[] buffer, out SocketError error)
    {
        if (_length > 0 && _held.Length - _length < _held.Length / 2) Array.Resize(ref _held, _held.Length * 2);
        var into = _length > 0 ? _held.AsSpan(_length) : buffer;
        var received = _socket.Receive(into, SocketFlags.None, out error);
        if (received is 0) return 0;
        Run.Received(received);
        var rest = TakeAll(_length > 0 ? _held.AsSpan(0, _length + received) : into[..received]);
        if (rest.Length > 0 && _held.Length < rest.Length + MinimumBuffer) Array.Resize(ref _held, rest.Length + MinimumBuffer);
        rest.CopyTo(_held);
        _length = rest.Length;
        return received;
    }

    private Span<byte> TakeAll(Span<byte> bytes)
    {
        var now = Run.Time.GetTimestamp();
        while (!_isClosed && bytes.Length > 0 && Take(bytes, now) is > 0 and var taken) bytes = bytes[taken..];
        return bytes;
    }
}
