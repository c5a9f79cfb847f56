using System.Net;
using System.Net.Sockets;
using NewsHub.Host.Clustering;

namespace NewsHub.Host.Startup;

/// <summary>
/// Checks that the ports of this hub are free, before it joins a cluster or opens a database. Orleans shares its ports with other processes
/// that listen on them (SO_REUSEPORT), so two hubs with one silo port would both run, each with a part of the other's connections.
/// </summary>
internal static class Ports
{
    /// <exception cref="InvalidOperationException">A port is in use, or the address is not one of this machine.</exception>
    public static void Check(HubOptions hub, IConfiguration configuration)
    {
        foreach (var url in Urls(configuration))
            foreach (var endpoint in Endpoints(url))
                Check(endpoint, $"{url} ({HttpSetting})");
        if (!hub.IsSilo || hub.TakesFreePort) return;
        var address = SiloEndpoint.AddressOf(hub);
        Check(new IPEndPoint(address, hub.SiloPort), $"{address}:{hub.SiloPort} ({HubOptions.Section}:{nameof(HubOptions.SiloPort)})");
        Check(new IPEndPoint(address, hub.GatewayPort), $"{address}:{hub.GatewayPort} ({HubOptions.Section}:{nameof(HubOptions.GatewayPort)})");
    }

    /// <summary>Returns a loopback port that is free now. The kernel takes it at random from thousands, so another process hardly gets it before it is used.</summary>
    public static int FindFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private const string HttpSetting = "urls";

    // As in Kestrel: configured endpoints replace the URLs.
    private static IEnumerable<string> Urls(IConfiguration configuration) =>
        configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToArray() is { Length: > 0 } endpoints
            ? endpoints
            : (configuration[HttpSetting] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IEnumerable<IPEndPoint> Endpoints(string url)
    {
        var address = BindingAddress.Parse(url);
        if (address.IsUnixPipe || address.IsNamedPipe || address.Port == 0) return [];
        return [new IPEndPoint(
            IPAddress.TryParse(address.Host, out var ip) ? ip
            : address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
            : Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any,
            address.Port)];
    }

    private static void Check(IPEndPoint endpoint, string name)
    {
        try
        {
            using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (endpoint.Address.Equals(IPAddress.IPv6Any)) socket.DualMode = true;
            socket.Bind(endpoint);
            socket.Listen();
        }
        catch (SocketException failure)
        {
            throw new InvalidOperationException($"The hub cannot listen on {name}: {failure.Message}.", failure);
        }
    }
}
