using System.Net;
using System.Net.Sockets;

namespace NewsHub.Trending.Fairness;

/// <summary>The network prefix of an address, shared by a household or a data center.</summary>
internal static class AddressPrefix
{
    /// <summary>
    /// The /24 of an IPv4 address or the /48 of an IPv6 address, as text. Null for an address that is not public (a proxy, a test, a local
    /// network), which does not locate the reader.
    /// </summary>
    public static string? Of(IPAddress? address)
    {
        if (address is null) return null;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork) return IsPublic4(bytes) ? $"{bytes[0]}.{bytes[1]}.{bytes[2]}" : null;
        var isPublic = !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal && !address.IsIPv6UniqueLocal && !address.Equals(IPAddress.IPv6Any);
        return isPublic ? Convert.ToHexString(bytes.AsSpan(0, 6)) : null;
    }

    // Excludes RFC 1918, RFC 6598, RFC 3927, loopback and 0.0.0.0/8.
    private static bool IsPublic4(byte[] bytes) => bytes switch
    {
        [0 or 10 or 127, ..] or [192, 168, ..] or [169, 254, ..] => false,
        [172, >= 16 and <= 31, ..] or [100, >= 64 and <= 127, ..] => false,
        _ => true,
    };
}
