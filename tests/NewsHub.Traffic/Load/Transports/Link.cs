using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace NewsHub.Traffic.Load.Transports;

/// <summary>
/// One connection of a reader: a socket, a buffer, and as little work per delivery as can be. Everything happens under the reader's lock,
/// so that nothing is taken in once the link is cut.
/// </summary>
internal abstract class Link : IDisposable
{
    /// <summary>So small that a stalled reader's kernel soon stops taking data, in bytes.</summary>
    private const int StalledBuffer = 4096;

    /// <summary>Room behind what is left of a message, in bytes.</summary>
    private const int MinimumBuffer = 4096;

    /// <summary>A source address has some 28,000 ports; readers beyond share further loopback addresses.</summary>
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

    /// <summary>Tells the hub that the reader is still there.</summary>
    public virtual void Ping()
    {
    }

    /// <summary>Connects, and says what the reader wants.</summary>
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
            Lose($"connect: {cause.Message}");
        }
    }

    /// <summary>Reads on after a stall.</summary>
    public void Watch()
    {
        if (!_isClosed) Run.Poller.Watch(_handle, this);
    }

    /// <summary>Something came, or the connection ended.</summary>
    /// <param name="buffer">Lent for the call.</param>
    public void Read(byte[] buffer)
    {
        lock (Reader.Gate)
        {
            if (_isClosed) return;
            try
            {
                var received = Receive(buffer, out var error);
                if (error is SocketError.WouldBlock) return;
                if (error is not SocketError.Success) Lose($"receive: {error}");
                else if (received is 0) Lose("the hub closed the connection");
                else if (Reader.IsStalledUnsynchronized) Run.Poller.Leave(_handle);
            }
            catch (Exception cause) when (cause is FormatException or OverflowException or JsonException)
            {
                Lose(cause.Message);
            }
        }
    }

    /// <summary>As a cable that is pulled: no farewell, and what was on its way is gone.</summary>
    public void Cut()
    {
        if (!_isClosed) _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        Dispose();
    }

    public void Dispose()
    {
        if (!_isClosed) Run.Poller.Leave(_handle);
        _isClosed = true;
        _socket.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes in the beginning of what came; answers with how much of it.</summary>
    protected abstract int Take(Span<byte> held, long now);

    // A few bytes on an idle socket: the kernel takes them at once.
    protected void Send(byte[] bytes)
    {
        try
        {
            _socket.Send(bytes);
        }
        catch (SocketException cause)
        {
            Lose($"send: {cause.Message}");
        }
    }

    /// <summary>The hub ends the connection, or what it says cannot be used.</summary>
    protected void Lose(string why)
    {
        if (_isClosed) return;
        Dispose();
        Reader.LostUnsynchronized(why);
    }

    // What is left of a message is kept apart from the buffer, so that most links hold no memory between messages.
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
