using System.Net;
using System.Net.Sockets;
using Xunit;

namespace NewsHub.EndToEndTests.Proxying;

/// <summary>One hub behind nginx as a trusted proxy, shared by the tests of a class.</summary>
public sealed class ProxiedHub : IAsyncLifetime
{
    /// <summary>Maximum live connections of one address.</summary>
    public const int MaxPerAddress = 4;

    /// <summary>Maximum live connections of the hub.</summary>
    public const int MaxTotal = 8;

    private Nginx? _nginx;
    private HubProcess? _hub;

    /// <summary>The address of the proxy.</summary>
    public Uri Address
    {
        get
        {
            Nginx.Require();
            return _nginx!.Address;
        }
    }

    public async Task InitializeAsync()
    {
        if (!Nginx.IsInstalled) return;
        _hub = await HubProcess.StartFresh(
            ("NewsHub:TrustedProxies:0", "127.0.0.1"), ("NewsHub:Live:MaxConnectionsPerAddress", $"{MaxPerAddress}"), ("NewsHub:Live:MaxConnections", $"{MaxTotal}"),
            ("NewsHub:Telemetry:Dashboard", "true"));
        _nginx = await Nginx.StartInFrontOf(_hub.Address, _hub.Address, _hub.Address);
    }

    public async Task DisposeAsync()
    {
        if (_nginx is not null) await _nginx.DisposeAsync();
        if (_hub is not null) await _hub.DisposeAsync();
    }

    /// <summary>Opens a newsroom client that connects through the proxy.</summary>
    public Newsroom OpenNewsroom() => new(Address, _hub!.AdminKey!);

    /// <summary>Creates an HTTP client that connects to the proxy from the given source address in 127.0.0.0/8.</summary>
    public HttpClient From(string address) => From(address, Address);

    /// <summary>The same for any proxy.</summary>
    public static HttpClient From(string address, Uri proxy) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, stop) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
                await socket.ConnectAsync(context.DnsEndPoint, stop);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    })
    { BaseAddress = proxy };
}
