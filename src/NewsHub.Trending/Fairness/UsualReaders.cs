using System.Runtime.InteropServices;
using NewsHub.Trending.Counting;

namespace NewsHub.Trending.Fairness;

/// <summary>
/// Where the counted readers of all articles came from, decayed with a half-life of <see cref="HalfLifeDays"/> days: what is usual for this site.
/// Only counted readers add to it: with all requests, an attacker could become usual by sending them for days. 16,384 networks and providers and 1,024 browsers × 4 bytes = 70 KB.
/// </summary>
/// <param name="At">The time of the sums.</param>
/// <param name="Readers">Number of counted readers.</param>
/// <param name="Newcomers">Those of them who were new.</param>
/// <param name="ByPrefix">Counted readers by bucket of network and of provider, as 32-bit floating-point numbers; empty: none.</param>
/// <param name="ByAgent">Counted readers by bucket of browser.</param>
[GenerateSerializer, Immutable, Alias("trending.usual-readers")]
public sealed record UsualReaders(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] double Readers, [property: Id(2)] double Newcomers, [property: Id(3)] byte[] ByPrefix, [property: Id(4)] byte[] ByAgent)
{
    /// <summary>Number of buckets for networks and providers; those that share a bucket share its limit.</summary>
    public const int Prefixes = 16_384;

    /// <summary>Number of buckets for browsers.</summary>
    public const int Agents = 1_024;

    /// <summary>Counted readers from which a site knows what is usual for it.</summary>
    public const int MinReaders = 100;

    private const int HalfLifeDays = 3;

    public static readonly UsualReaders None = new(default, 0, 0, [], []);

    private static readonly HalfLife HalfLife = new(TimeSpan.FromDays(HalfLifeDays));

    /// <summary>Counted readers of a network or provider.</summary>
    public double OfPrefix(uint prefix) => At32(ByPrefix, (int)(prefix % Prefixes));

    /// <summary>Counted readers with a browser.</summary>
    public double OfAgent(uint agent) => At32(ByAgent, (int)(agent % Agents));

    /// <summary>The sums of both, at the later of their times.</summary>
    public UsualReaders Plus(UsualReaders other)
    {
        var at = At > other.At ? At : other.At;
        var (left, added) = (HalfLife.Remaining(at - At), HalfLife.Remaining(at - other.At));
        return new UsualReaders(
            at, Readers * left + other.Readers * added, Newcomers * left + other.Newcomers * added,
            Sum(ByPrefix, left, other.ByPrefix, added, Prefixes), Sum(ByAgent, left, other.ByAgent, added, Agents));
    }

    private static double At32(byte[] values, int bucket) => values.Length == 0 ? 0 : MemoryMarshal.Cast<byte, float>(values.AsSpan())[bucket];

    private static byte[] Sum(byte[] one, double left, byte[] other, double added, int buckets)
    {
        if (one.Length == 0 && other.Length == 0) return [];
        var sum = new byte[buckets * sizeof(float)];
        var values = MemoryMarshal.Cast<byte, float>(sum.AsSpan());
        for (var bucket = 0; bucket < buckets; bucket++) values[bucket] = (float)(At32(one, bucket) * left + At32(other, bucket) * added);
        return sum;
    }
}
