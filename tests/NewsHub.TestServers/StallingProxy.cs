using System.Net;
using System.Net.Sockets;

namespace NewsHub.TestServers;

/// <summary>A TCP proxy in front of a test server. It can stop forwarding without closing connections, as a firewall does that has dropped them.</summary>
public sealed class StallingProxy : IAsyncDisposable
{
    private readonly int _server;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _disposing = new();
    private readonly Task _accepting;
    private volatile TaskCompletionSource _stall = new();
    private volatile bool _stallsNew;

    public StallingProxy(PostgreSqlServer server)
    {
        _server = server.Port;
        _listener.Start();
        _accepting = Accept();
    }

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Returns a connection string to the same database through the proxy.</summary>
    public string Route(string connectionString) =>
        string.Join(';', connectionString.Split(';').Select(part => part.StartsWith("Port=", StringComparison.Ordinal) ? $"Port={Port}" : part));

    /// <summary>Stops forwarding on the open connections. New ones work.</summary>
    public void StallOpenConnections() => Interlocked.Exchange(ref _stall, new TaskCompletionSource()).SetResult();

    /// <summary>Stops forwarding on all connections, open and new: the database does not answer any more.</summary>
    public void StallAll()
    {
        _stallsNew = true;
        StallOpenConnections();
    }

    public async ValueTask DisposeAsync()
    {
        await _disposing.CancelAsync();
        _listener.Stop();
        await _accepting;
        _disposing.Dispose();
    }

    private async Task Accept()
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(Relay(await _listener.AcceptTcpClientAsync(_disposing.Token), _stall.Task));
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task Relay(TcpClient client, Task stall)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                if (!_stallsNew)
                {
                    await server.ConnectAsync(IPAddress.Loopback, _server, _disposing.Token);
                    using var forwarding = CancellationTokenSource.CreateLinkedTokenSource(_disposing.Token);
                    var copies = Task.WhenAny(
                        client.GetStream().CopyToAsync(server.GetStream(), forwarding.Token), server.GetStream().CopyToAsync(client.GetStream(), forwarding.Token));
                    if (await Task.WhenAny(copies, stall) == copies) return;
                    await forwarding.CancelAsync();
                }

                await Task.Delay(Timeout.Infinite, _disposing.Token);
            }
            catch (Exception end) when (end is IOException or SocketException or OperationCanceledException)
            {
                // One side closed, or the test ended.
            }
        }
    }
}
