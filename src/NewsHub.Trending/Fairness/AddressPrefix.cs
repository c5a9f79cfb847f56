using System.Net;
using System.Net.Sockets;

namespace NewsHub.Trending.Fairness;

/// <summary>The part of an address that a household or a machine room shares.</summary>
internal static class AddressPrefix
{
    /// <summary>
    /// The /24 of an IPv4 address, the /48 of an IPv6 address, as text. Null: the address is not public (a proxy's, a test's, a house's own)
    /// and says nothing of where the reader is.
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

    // RFC 1918, RFC 6598, RFC 3927, and the host itself.
    private static bool IsPublic4(byte[] bytes) => bytes switch
    {
        [0 or 10 or 127, ..] or [192, 168, ..] or [169, 254, ..] => false,
        [172, >= 16 and <= 31, ..] or [100, >= 64 and <= 127, ..] => false,
        _ => true,
    };
}
