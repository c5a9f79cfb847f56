using NewsHub.Trending.Fairness;

namespace NewsHub.Benchmarks.Fairness;

/// <summary>An invented readership. Networks and browsers have Zipf-distributed shares.</summary>
/// <param name="Networks">Number of networks (IPv4 /24).</param>
/// <param name="KnownShare">Share of readers who have been here before.</param>
/// <param name="CarrierShare">Share of readers behind the addresses of three carriers.</param>
internal sealed record Population(int Networks, double KnownShare, double CarrierShare = 0)
{
    private const int Carriers = 3;
    private const int Browsers = 12;

    public Origin Next(Random random)
    {
        var network = random.NextDouble() < CarrierShare ? 1 + random.Next(Carriers) : Carriers + Zipf(Networks, random);
        return Origin.Of((uint)network, Browser(random), random.NextDouble() < KnownShare);
    }

    /// <summary>One of the browsers that readers have, by its share.</summary>
    public static uint Browser(Random random) => (uint)Zipf(Browsers, random);

    // Rank r has a share proportional to 1/r.
    private static int Zipf(int ranks, Random random) => (int)Math.Pow(ranks + 1, random.NextDouble());
}
