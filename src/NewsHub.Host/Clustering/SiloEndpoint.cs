using System.Net;

namespace NewsHub.Host.Clustering;

/// <summary>The address at which a silo listens.</summary>
internal static class SiloEndpoint
{
    public static IPAddress AddressOf(HubOptions hub) =>
        !hub.IsClustered ? IPAddress.Loopback
        : hub.SiloAddress is { } configured ? IPAddress.Parse(configured)
        : AdvertisedAddress.OfRouteToDatabase(hub.ConnectionString!);
}
