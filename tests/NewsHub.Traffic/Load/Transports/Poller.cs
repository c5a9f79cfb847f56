using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace NewsHub.Traffic.Load.Transports;

/// <summary>
/// One thread that waits for all links and lets each read what came: epoll(7), so only on Linux. A delivery costs one call to the kernel;
/// a <see cref="System.Net.Sockets.Socket"/>'s own asynchronous receive costs two and a hand-over, of the cores that the hub needs.
/// </summary>
internal sealed partial class Poller : IDisposable
{
    private const int EventsAtOnce = 256;
    private const int Add = 1;
    private const int Delete = 2;
    private const uint Readable = 1;
    private const int Interrupted = 4;

    /// <summary>Shared by all links: what is left of a message is the link's to keep, in bytes.</summary>
    private const int BufferSize = 256 * 1024;

    private static readonly TimeSpan LookUp = TimeSpan.FromMilliseconds(100);

    /// <summary>struct epoll_event is packed on x86-64 alone: 4 bytes of events, 8 of data; elsewhere 4 bytes lie between them.</summary>
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 4 : 8;

    private static readonly int EventSize = DataOffset + 8;

    private readonly int _epoll = Checked(EpollCreate(0));
    private readonly ConcurrentDictionary<int, Link> _links = new();
    private readonly Thread _thread;
    private volatile bool _isOver;

    public Poller()
    {
        _thread = new Thread(Loop) { IsBackground = true, Name = "readers" };
        _thread.Start();
    }

    /// <summary>Reads from the link whenever something comes; it may be watched already.</summary>
    public void Watch(int socket, Link link)
    {
        if (!_links.TryAdd(socket, link)) return;
        Span<byte> watched = stackalloc byte[EventSize];
        BinaryPrimitives.WriteUInt32LittleEndian(watched, Readable);
        BinaryPrimitives.WriteInt32LittleEndian(watched[DataOffset..], socket);
        Checked(EpollControl(_epoll, Add, socket, watched));
    }

    /// <summary>Before the socket is closed, so that its number is not taken for the next one's.</summary>
    public void Leave(int socket)
    {
        if (_links.TryRemove(socket, out _)) Checked(EpollControl(_epoll, Delete, socket, stackalloc byte[EventSize]));
    }

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
        Checked(Close(_epoll));
    }

    private void Loop()
    {
        var events = new byte[EventsAtOnce * EventSize];
        var buffer = new byte[BufferSize];
        while (!_isOver)
        {
            var count = EpollWait(_epoll, events, EventsAtOnce, (int)LookUp.TotalMilliseconds);
            if (count < 0 && Marshal.GetLastPInvokeError() is not Interrupted) Checked(count);
            for (var number = 0; number < count; number++)
                if (_links.TryGetValue(BinaryPrimitives.ReadInt32LittleEndian(events.AsSpan(number * EventSize + DataOffset)), out var link))
                    link.Read(buffer);
        }
    }

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int EpollControl(int epoll, int operation, int socket, Span<byte> watched);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int EpollWait(int epoll, [Out] byte[] events, int max, int milliseconds);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
