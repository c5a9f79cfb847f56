using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NewsHub.EndToEndTests;

/// <summary>What stands between some readers and the hub: it lets no WebSocket through, and its lines can be cut.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private const int MaxHead = 16 * 1024;
    private static readonly byte[] Forbidden = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray();

    private readonly Uri _hub;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _accepting;
    private CancellationTokenSource _lines = new();
    private int _refused;

    public Proxy(Uri hub)
    {
        _hub = hub;
        _listener.Start();
        _accepting = Accept();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>WebSockets that were not let through.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Cuts every line that is open.</summary>
    public void Cut() => Interlocked.Exchange(ref _lines, new CancellationTokenSource()).Cancel();

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Cut();
        await _accepting;
    }

    private async Task Accept()
    {
        var lines = new List<Task>();
        try
        {
            while (true) lines.Add(Carry(await _listener.AcceptTcpClientAsync(), Volatile.Read(ref _lines).Token));
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(lines);
        }
    }

    private async Task Carry(TcpClient reader, CancellationToken cut)
    {
        using var hub = new TcpClient();
        using (reader)
        {
            try
            {
                var (head, near) = (new byte[MaxHead], reader.GetStream());
                var length = await near.ReadAsync(head, cut);
                while (length is > 0 and < MaxHead && head.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0) length += await near.ReadAsync(head.AsMemory(length), cut);
                if (Encoding.ASCII.GetString(head, 0, length).Contains("Upgrade: websocket", StringComparison.OrdinalIgnoreCase))
                {
                    Interlocked.Increment(ref _refused);
                    await near.WriteAsync(Forbidden, cut);
                    return;
                }

                await hub.ConnectAsync(_hub.Host, _hub.Port, cut);
                var far = hub.GetStream();
                await far.WriteAsync(head.AsMemory(0, length), cut);
                await Task.WhenAny(near.CopyToAsync(far, cut), far.CopyToAsync(near, cut));
            }
            catch (Exception end) when (end is IOException or SocketException or OperationCanceledException)
            {
                // One of the two is gone, or the line was cut: the other learns of it now.
            }
        }
    }
}
