using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace NewsHub.Host.Clustering;

/// <summary>At which address other hubs reach this one.</summary>
internal static class AdvertisedAddress
{
    /// <summary>
    /// The address of this machine from which packets to the database would leave: in the network that the hubs share. On the machine of
    /// the database that is the loopback address, which no other machine reaches: there it must be configured.
    /// </summary>
    public static IPAddress TowardsDatabase(string connectionString)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        var host = server.Host?.Split(',')[0] ?? "";
        if (host.Length == 0 || host.StartsWith('/')) return IPAddress.Loopback;
        var address = Dns.GetHostAddresses(host)[0];
        using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(address, server.Port); // sends nothing: it only asks for the route
        return ((IPEndPoint)socket.LocalEndPoint!).Address;
    }
}
