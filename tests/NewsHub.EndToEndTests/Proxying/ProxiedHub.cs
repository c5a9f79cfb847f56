using System.Net;
using System.Net.Sockets;
using Xunit;

namespace NewsHub.EndToEndTests.Proxying;

/// <summary>One hub behind nginx, which it trusts, for the tests of a class.</summary>
public sealed class ProxiedHub : IAsyncLifetime
{
    /// <summary>Live connections that one address may hold.</summary>
    public const int PerAddress = 4;

    /// <summary>Live connections that the hub takes.</summary>
    public const int InAll = 8;

    private Nginx? _nginx;
    private HubProcess? _hub;

    /// <summary>The proxy's.</summary>
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
        if (!Nginx.IsThere) return;
        _hub = await HubProcess.StartFresh(
            ("NewsHub:TrustedProxies:0", "127.0.0.1"), ("NewsHub:Live:MaxConnectionsPerAddress", $"{PerAddress}"), ("NewsHub:Live:MaxConnections", $"{InAll}"),
            ("NewsHub:Telemetry:Dashboard", "true"));
        _nginx = await Nginx.StartBefore(_hub.Address, _hub.Address, _hub.Address);
    }

    public async Task DisposeAsync()
    {
        if (_nginx is not null) await _nginx.DisposeAsync();
        if (_hub is not null) await _hub.DisposeAsync();
    }

    /// <summary>A newsroom that reaches the hub through the proxy.</summary>
    public Newsroom OpenNewsroom() => new(Address, _hub!.AdminKey!);

    /// <summary>A client of the proxy's, at an address of its own: all of 127.0.0.0/8 is this machine.</summary>
    public HttpClient From(string address) => new(new SocketsHttpHandler
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
    }) { BaseAddress = Address };
}
