using System.Runtime.InteropServices;

namespace NewsHub.Trending.Fairness;

/// <summary>
/// The origin of a reader in 64 bits, used to detect automated readers: buckets of the network and, for IPv6, of the provider (16 bits each) and of the
/// browser (24 bits), the weight of the read (7 bits), and whether the reader is known (1 bit). Network 0 means unknown, provider 0 none.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Origin(ulong Bits)
{
    private const int WeightSteps = 128;
    private const ulong WeightMask = (WeightSteps - 1) << 1;

    /// <param name="prefix">The network, 1 to <see cref="UsualReaders.Prefixes"/>, or 0.</param>
    /// <param name="provider">The /32 of an IPv6 address, 1 to <see cref="UsualReaders.Prefixes"/>, or 0.</param>
    public static Origin Of(uint prefix, uint agent, bool isKnown, uint provider = 0) =>
        new((ulong)(provider & 0xFFFF) << 48 | (ulong)(prefix & 0xFFFF) << 32 | (ulong)(agent & 0xFF_FFFF) << 8 | (isKnown ? 1UL : 0));

    public uint Prefix => (uint)(Bits >> 32) & 0xFFFF;

    public uint Provider => (uint)(Bits >> 48);

    public uint Agent => (uint)Bits >> 8;

    public bool IsKnown => (Bits & 1) == 1;

    /// <summary>The weight of a read: 1, or less when a ranking brought the reader; at least 1/128.</summary>
    public double Weight => 1 - ((Bits & WeightMask) >> 1) / (double)WeightSteps;

    public Origin Weighing(double weight) =>
        new(Bits & ~WeightMask | (ulong)Math.Clamp((int)Math.Round((1 - weight) * WeightSteps), 0, WeightSteps - 1) << 1);
}
