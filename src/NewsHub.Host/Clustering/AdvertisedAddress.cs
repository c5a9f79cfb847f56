using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace NewsHub.Host.Clustering;

/// <summary>The address that a silo advertises to the other hubs.</summary>
internal static class AdvertisedAddress
{
    /// <summary>
    /// The local address of the route to the database, which lies in the network that the hubs share. On the database's own machine this is
    /// the loopback address, which other machines cannot reach; there, configure <see cref="HubOptions.SiloAddress"/>.
    /// </summary>
    public static IPAddress OfRouteToDatabase(string connectionString)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        var host = server.Host?.Split(',')[0] ?? "";
        if (host.Length == 0 || host.StartsWith('/')) return IPAddress.Loopback;
        var address = Resolve(host);
        using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(address, server.Port); // a UDP connect sends no packet; it only selects the route
        return ((IPEndPoint)socket.LocalEndPoint!).Address;
    }

    private static IPAddress Resolve(string host)
    {
        try
        {
            return Dns.GetHostAddresses(host)[0];
        }
        catch (SocketException failure)
        {
            throw new InvalidOperationException($"The host {host} of ConnectionStrings:NewsHub cannot be resolved: {failure.Message}.", failure);
        }
    }
}
