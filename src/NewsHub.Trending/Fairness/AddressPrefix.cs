using System.Net;
using System.Net.Sockets;

namespace NewsHub.Trending.Fairness;

/// <summary>The prefixes of an address. An IPv4 address that is mapped to IPv6 is an IPv4 address.</summary>
internal static class AddressPrefix
{
    private const string Unknown = "unknown";

    /// <summary>The IPv4 address, or the /64 of an IPv6 address, all of which belongs to one machine: as text.</summary>
    public static string Machine(IPAddress? address) => Text(address, ipv4Bytes: 4, ipv6Bytes: 8);

    /// <summary>The /24 of an IPv4 address or the /48 of an IPv6 address, shared by a household, an office or a data center: as text.</summary>
    public static string Network(IPAddress? address) => Text(address, ipv4Bytes: 3, ipv6Bytes: 6);

    /// <summary>
    /// The network, or null for an address that is not public (a proxy, a test, a local network), which does not locate the reader.
    /// </summary>
    public static string? PublicNetwork(IPAddress? address) => address is not null && IsPublic(Unmapped(address)) ? Network(address) : null;

    /// <summary>The /32 of an IPv6 address, which a registry gives to one provider, as text; null for an IPv4 address and one that is not public.</summary>
    public static string? Provider(IPAddress? address) =>
        address is not null && Unmapped(address) is { AddressFamily: AddressFamily.InterNetworkV6 } ipv6 && IsPublic(ipv6) ? Convert.ToHexString(ipv6.GetAddressBytes().AsSpan(0, 4)) : null;

    private static string Text(IPAddress? address, int ipv4Bytes, int ipv6Bytes)
    {
        if (address is null) return Unknown;
        var bytes = Unmapped(address).GetAddressBytes();
        return bytes.Length == 4 ? string.Join('.', bytes.Take(ipv4Bytes)) : Convert.ToHexString(bytes.AsSpan(0, ipv6Bytes));
    }

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static bool IsPublic(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? IsPublic4(address.GetAddressBytes())
        : !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal && !address.IsIPv6UniqueLocal && !address.Equals(IPAddress.IPv6Any);

    // Excludes RFC 1918, RFC 6598, RFC 3927, loopback and 0.0.0.0/8.
    private static bool IsPublic4(byte[] bytes) => bytes switch
    {
        [0 or 10 or 127, ..] or [192, 168, ..] or [169, 254, ..] => false,
        [172, >= 16 and <= 31, ..] or [100, >= 64 and <= 127, ..] => false,
        _ => true,
    };
}
