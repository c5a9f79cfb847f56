using System.Runtime.InteropServices;

namespace NewsHub.Trending.Fairness;

/// <summary>
/// What tells a crowd from a machine, in 64 bits: address prefix (32 bits) and browser (24 bits), both hashed with today's key, how the reader
/// came (7 bits) and whether the reader is known. A prefix of zero says nothing.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Origin(ulong Bits)
{
    private const int WeightSteps = 128;
    private const ulong WeightMask = (WeightSteps - 1) << 1;

    public static Origin Of(uint prefix, uint agent, bool isKnown) => new((ulong)prefix << 32 | (ulong)(agent & 0xFF_FFFF) << 8 | (isKnown ? 1UL : 0));

    public uint Prefix => (uint)(Bits >> 32);

    public uint Agent => (uint)Bits >> 8;

    public bool IsKnown => (Bits & 1) == 1;

    /// <summary>What a read weighs: 1, or less where it was a ranking that brought the reader, down to 1/128.</summary>
    public double Weight => 1 - ((Bits & WeightMask) >> 1) / (double)WeightSteps;

    public Origin Weighing(double weight) =>
        new(Bits & ~WeightMask | (ulong)Math.Clamp((int)Math.Round((1 - weight) * WeightSteps), 0, WeightSteps - 1) << 1);
}
