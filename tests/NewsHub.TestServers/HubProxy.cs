using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NewsHub.TestServers;

/// <summary>
/// A TCP proxy in front of a hub. It can answer in place of the hub, reject WebSocket upgrades with 403, and abort its connections.
/// </summary>
public sealed class HubProxy : IAsyncDisposable
{
    private const int MaxHeadBytes = 16 * 1024;
    private static readonly byte[] ForbiddenResponse = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray();

    private readonly Uri _hub;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _accepting;
    private CancellationTokenSource _abort = new();
    private volatile string? _answer;
    private int _refused;
    private int _answeredStreams;

    public HubProxy(Uri hub)
    {
        _hub = hub;
        _listener.Start();
        _accepting = Accept();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>True if WebSocket upgrades are rejected.</summary>
    public bool RefusesWebSockets { get; init; }

    /// <summary>Number of rejected WebSocket upgrades.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>The raw HTTP/1.1 answer to every request; null relays requests to the hub.</summary>
    public string? Answer
    {
        get => _answer;
        set => _answer = value;
    }

    /// <summary>Number of requests for the event stream that the proxy has answered itself. A client asks for it after a WebSocket was refused.</summary>
    public int AnsweredStreams => Volatile.Read(ref _answeredStreams);

    /// <summary>Creates a raw HTTP/1.1 response.</summary>
    public static string Reply(string status, string contentType, string body, string headers = "") =>
        $"HTTP/1.1 {status}\r\nContent-Type: {contentType}\r\n{headers}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";

    /// <summary>Aborts all open connections.</summary>
    public void AbortConnections() => Interlocked.Exchange(ref _abort, new CancellationTokenSource()).Cancel();

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        AbortConnections();
        await _accepting;
    }

    private async Task Accept()
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(Relay(await _listener.AcceptTcpClientAsync(), Volatile.Read(ref _abort).Token));
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task Relay(TcpClient client, CancellationToken abort)
    {
        using var hub = new TcpClient();
        using (client)
        {
            try
            {
                var (head, clientStream) = (new byte[MaxHeadBytes], client.GetStream());
                var length = await clientStream.ReadAsync(head, abort);
                while (length is > 0 and < MaxHeadBytes && head.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0) length += await clientStream.ReadAsync(head.AsMemory(length), abort);
                if (Answer is { } answer)
                {
                    await clientStream.WriteAsync(Encoding.UTF8.GetBytes(answer), abort);
                    if (head.AsSpan(0, length).StartsWith("GET /live/events"u8)) Interlocked.Increment(ref _answeredStreams);
                    return;
                }

                if (RefusesWebSockets && Encoding.ASCII.GetString(head, 0, length).Contains("Upgrade: websocket", StringComparison.OrdinalIgnoreCase))
                {
                    Interlocked.Increment(ref _refused);
                    await clientStream.WriteAsync(ForbiddenResponse, abort);
                    return;
                }

                await hub.ConnectAsync(_hub.Host, _hub.Port, abort);
                var hubStream = hub.GetStream();
                await hubStream.WriteAsync(head.AsMemory(0, length), abort);
                await Task.WhenAny(clientStream.CopyToAsync(hubStream, abort), hubStream.CopyToAsync(clientStream, abort));
            }
            catch (Exception end) when (end is IOException or SocketException or OperationCanceledException)
            {
                // One side closed, or the connection was aborted: disposing closes the other side.
            }
        }
    }
}
