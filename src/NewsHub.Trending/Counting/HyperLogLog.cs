using System.Buffers.Binary;
using System.Numerics;

namespace NewsHub.Trending.Counting;

/// <summary>
/// Counts distinct 64-bit ids: exactly up to <see cref="MaxExact"/>, above that with a standard error of 1.04/√4096 = 1.6 % in 4 KB
/// (Flajolet et al. 2007, with the estimator of Ertl 2017, which needs no correction tables).
/// </summary>
internal sealed class HyperLogLog
{
    /// <summary>Maximum number of ids stored exactly: 256 × 8 bytes = 2 KB, less than the registers need.</summary>
    public const int MaxExact = 256;

    private const int IndexBits = 12;
    private const int Registers = 1 << IndexBits;

    /// <summary>Maximum value of a register: 64 − 12 + 1 = 53, which fits in 6 bits.</summary>
    private const int MaxRank = 64 - IndexBits + 1;

    private const int BitsPerRegister = 6;
    private const int PackedLength = Registers * BitsPerRegister / 8;
    private const byte ExactForm = 0;
    private const byte PackedForm = 1;

    private HashSet<ulong>? _exact = [];
    private byte[]? _ranks;

    /// <summary>Adds an id. Returns true when the state changed.</summary>
    public bool Add(ulong id) => AddMixed(Mix(id));

    /// <summary>Returns false when the id was never added. True may be a false positive above <see cref="MaxExact"/> ids.</summary>
    public bool MayContain(ulong id)
    {
        var mixed = Mix(id);
        if (_exact is not null) return _exact.Contains(mixed);
        var (index, rank) = Place(mixed);
        return _ranks![index] >= rank;
    }

    /// <summary>Adds all ids that were added to <paramref name="other"/>.</summary>
    public void Merge(HyperLogLog other)
    {
        if (other._exact is { } ids)
        {
            foreach (var id in ids) AddMixed(id);
            return;
        }
        var mine = _ranks ?? Spill();
        for (var i = 0; i < Registers; i++) mine[i] = Math.Max(mine[i], other._ranks![i]);
    }

    /// <summary>Estimated number of distinct ids.</summary>
    public long Estimate() => _exact?.Count ?? (long)Math.Round(EstimateFromRanks(_ranks!));

    /// <summary>Serializes the state: at most 256 × 8 + 1 = 2,049 bytes while exact, then 4096 × 6 bits + 1 byte = 3,073 bytes.</summary>
    public byte[] ToBytes() => _exact is not null ? ToExactBytes(_exact) : ToPackedBytes(_ranks!);

    /// <exception cref="FormatException">The bytes were not written by <see cref="ToBytes"/>.</exception>
    public static HyperLogLog FromBytes(ReadOnlySpan<byte> bytes)
    {
        var counter = new HyperLogLog();
        switch (bytes)
        {
            case []:
                return counter;
            case [ExactForm, .. var ids] when ids.Length % sizeof(ulong) == 0 && ids.Length / sizeof(ulong) <= MaxExact:
                for (; !ids.IsEmpty; ids = ids[sizeof(ulong)..]) counter.AddMixed(BinaryPrimitives.ReadUInt64LittleEndian(ids));
                return counter;
            case [PackedForm, .. { Length: PackedLength } packed]:
                Unpack(packed, counter.Spill());
                return counter;
            default:
                throw new FormatException("The bytes are not a serialized HyperLogLog.");
        }
    }

    private bool AddMixed(ulong id)
    {
        if (_exact is not null)
        {
            if (_exact.Contains(id)) return false;
            if (_exact.Count < MaxExact) return _exact.Add(id);
        }
        return RaiseTo(_ranks ?? Spill(), id);
    }

    private byte[] Spill()
    {
        _ranks = new byte[Registers];
        foreach (var id in _exact!) RaiseTo(_ranks, id);
        _exact = null;
        return _ranks;
    }

    private static bool RaiseTo(byte[] ranks, ulong id)
    {
        var (index, rank) = Place(id);
        if (rank <= ranks[index]) return false;
        ranks[index] = rank;
        return true;
    }

    private static (int Index, byte Rank) Place(ulong id) => (
        (int)(id >> (64 - IndexBits)), (byte)Math.Min(BitOperations.LeadingZeroCount(id << IndexBits) + 1, MaxRank));

    // Otmar Ertl, "New cardinality estimation algorithms for HyperLogLog sketches", arXiv:1702.01284, algorithm 6.
    private static double EstimateFromRanks(byte[] ranks)
    {
        Span<int> histogram = stackalloc int[MaxRank + 1];
        histogram.Clear();
        foreach (var rank in ranks) histogram[rank]++;

        var z = Registers * Tau(1 - histogram[MaxRank] / (double)Registers);
        for (var rank = MaxRank - 1; rank >= 1; rank--) z = 0.5 * (z + histogram[rank]);
        z += Registers * Sigma(histogram[0] / (double)Registers);
        return Registers / (2 * Math.Log(2)) * Registers / z;
    }

    private static double Sigma(double x)
    {
        if (x == 1) return double.PositiveInfinity;
        var (sum, y, before) = (x, 1.0, double.NaN);
        while (sum != before)
        {
            x *= x;
            before = sum;
            sum += x * y;
            y += y;
        }
        return sum;
    }

    private static double Tau(double x)
    {
        if (x is 0 or 1) return 0;
        var (sum, y, before) = (1 - x, 1.0, double.NaN);
        while (sum != before)
        {
            x = Math.Sqrt(x);
            before = sum;
            y *= 0.5;
            sum -= (1 - x) * (1 - x) * y;
        }
        return sum / 3;
    }

    private static byte[] ToExactBytes(HashSet<ulong> ids)
    {
        var bytes = new byte[1 + ids.Count * sizeof(ulong)];
        bytes[0] = ExactForm;
        var rest = bytes.AsSpan(1);
        foreach (var id in ids)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(rest, id);
            rest = rest[sizeof(ulong)..];
        }
        return bytes;
    }

    // Packs four registers of 6 bits into three bytes.
    private static byte[] ToPackedBytes(byte[] ranks)
    {
        var bytes = new byte[1 + PackedLength];
        bytes[0] = PackedForm;
        for (int i = 0, b = 1; i < Registers; i += 4, b += 3)
        {
            var four = ranks[i] | ranks[i + 1] << 6 | ranks[i + 2] << 12 | ranks[i + 3] << 18;
            (bytes[b], bytes[b + 1], bytes[b + 2]) = ((byte)four, (byte)(four >> 8), (byte)(four >> 16));
        }
        return bytes;
    }

    private static void Unpack(ReadOnlySpan<byte> packed, byte[] ranks)
    {
        for (int i = 0, b = 0; i < Registers; i += 4, b += 3)
        {
            var four = packed[b] | packed[b + 1] << 8 | packed[b + 2] << 16;
            for (var j = 0; j < 4; j++) ranks[i + j] = (byte)Math.Min(four >> (6 * j) & 0x3F, MaxRank);
        }
    }

    // Spreads ids that are not evenly distributed. The MurmurHash3 finalizer is a bijection, so exact counts stay exact.
    private static ulong Mix(ulong id)
    {
        id ^= id >> 33;
        id *= 0xff51afd7ed558ccd;
        id ^= id >> 33;
        id *= 0xc4ceb9fe1a85ec53;
        return id ^ id >> 33;
    }
}
