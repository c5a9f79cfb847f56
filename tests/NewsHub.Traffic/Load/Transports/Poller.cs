using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace NewsHub.Traffic.Load.Transports;

/// <summary>
/// Waits for all links on one thread with epoll(7), Linux only. A delivery costs one system call; an asynchronous receive of
/// <see cref="System.Net.Sockets.Socket"/> costs two and a thread switch, on cores that the hub needs.
/// </summary>
internal sealed partial class Poller : IDisposable
{
    private const int EventsAtOnce = 256;
    private const int Add = 1;
    private const int Delete = 2;
    private const uint Readable = 1;
    private const int Interrupted = 4;

    /// <summary>Size in bytes of the buffer shared by all links; links keep incomplete messages themselves.</summary>
    private const int BufferSize = 256 * 1024;

    private static readonly TimeSpan WaitTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>struct epoll_event has 4 bytes of events and 8 of data. It is packed on x86-64 only; elsewhere there are 4 bytes of padding between them.</summary>
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 4 : 8;

    private static readonly int EventSize = DataOffset + 8;

    private readonly int _epoll = Checked(EpollCreate(0));
    private readonly ConcurrentDictionary<int, Link> _links = new();
    private readonly Thread _thread;
    private volatile bool _isStopped;

    public Poller()
    {
        _thread = new Thread(Loop) { IsBackground = true, Name = "readers" };
        _thread.Start();
    }

    /// <summary>Reads from the link whenever data arrives. No effect if it is watched already.</summary>
    public void Watch(int socket, Link link)
    {
        if (!_links.TryAdd(socket, link)) return;
        Span<byte> watched = stackalloc byte[EventSize];
        BinaryPrimitives.WriteUInt32LittleEndian(watched, Readable);
        BinaryPrimitives.WriteInt32LittleEndian(watched[DataOffset..], socket);
        Checked(EpollControl(_epoll, Add, socket, watched));
    }

    /// <summary>Stops watching. Call before the socket is closed, because its descriptor may be reused.</summary>
    public void Unwatch(int socket)
    {
        if (_links.TryRemove(socket, out _)) Checked(EpollControl(_epoll, Delete, socket, stackalloc byte[EventSize]));
    }

    public void Dispose()
    {
        _isStopped = true;
        _thread.Join();
        Checked(Close(_epoll));
    }

    private void Loop()
    {
        var events = new byte[EventsAtOnce * EventSize];
        var buffer = new byte[BufferSize];
        while (!_isStopped)
        {
            var count = EpollWait(_epoll, events, EventsAtOnce, (int)WaitTimeout.TotalMilliseconds);
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
