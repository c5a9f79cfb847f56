using System.Net;
using Microsoft.Extensions.Options;

namespace NewsHub.Trending.Fairness;

/// <summary>
/// Limits how many tokens of readers one network (IPv4 /24, IPv6 /48) gets from this process in an hour, and one IPv6 /32 sixteen times as many.
/// Networks share <see cref="Buckets"/> counters: 16,384 × 4 bytes = 64 KB. Addresses that are not public, such as a proxy's, are not limited: behind
/// them are any number of readers, and the limit of requests applies.
/// </summary>
internal sealed class TokenLimit(IOptions<FairnessOptions> options, FairnessMetrics metrics, TimeProvider time)
{
    public static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private const int Buckets = 16_384;
    private const int NetworksPerProvider = 16;

    private readonly Lock _lock = new();
    private readonly int[] _issued = new int[Buckets];
    private long _since = time.GetTimestamp();

    /// <summary>Counts a token for the address. Returns false when its network has got as many as it may, with the time until the next period.</summary>
    public bool TryIssue(IPAddress? address, out TimeSpan wait)
    {
        var isIssued = TryCount(AddressPrefix.PublicNetwork(address), AddressPrefix.Provider(address), out wait);
        if (isIssued) metrics.RecordIssued();
        else metrics.RecordNotIssued();
        return isIssued;
    }

    private bool TryCount(string? network, string? provider, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (network is null) return true;
        lock (_lock)
        {
            if (time.GetElapsedTime(_since) is var elapsed && elapsed >= Period)
            {
                Array.Clear(_issued);
                (_since, elapsed) = (time.GetTimestamp(), TimeSpan.Zero);
            }
            wait = Period - elapsed;
            ref var ofNetwork = ref _issued[BucketOf(network)];
            if (ofNetwork >= options.Value.TokensPerNetwork) return false;
            if (provider is not null && _issued[BucketOf(provider)]++ >= NetworksPerProvider * options.Value.TokensPerNetwork) return false;
            ofNetwork++;
            return true;
        }
    }

    // The hash of a text differs between processes, so that nobody can choose networks that share a counter.
    private static int BucketOf(string prefix) => (int)((uint)string.GetHashCode(prefix, StringComparison.Ordinal) % Buckets);
}
