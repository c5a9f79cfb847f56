using System.Numerics;

namespace NewsHub.Traffic.Measuring;

/// <summary>
/// A histogram of durations from 1 µs to 2 minutes; each bucket is at most 1/64 as wide as the durations in it. Thread-safe. The size is
/// constant: 1,408 buckets × 8 bytes = 11 KiB.
/// </summary>
public sealed class Latencies
{
    /// <summary>Buckets per doubling.</summary>
    private const int Steps = 64;

    private const int Doublings = 27;

    private readonly long[] _buckets = new long[Steps * (Doublings - 5)];
    private long _count;
    private long _max;

    public long Count => Interlocked.Read(ref _count);

    /// <summary>The exact maximum.</summary>
    public TimeSpan Max => Microseconds(Interlocked.Read(ref _max));

    public void Add(TimeSpan time)
    {
        var microseconds = Math.Max(0, (long)time.TotalMicroseconds);
        Interlocked.Increment(ref _buckets[Math.Min(Bucket(microseconds), _buckets.Length - 1)]);
        Interlocked.Increment(ref _count);
        for (var max = Interlocked.Read(ref _max); microseconds > max; max = Interlocked.Read(ref _max))
            if (Interlocked.CompareExchange(ref _max, microseconds, max) == max) break;
    }

    /// <summary>The percentile for a fraction: 0.99 is p99. Zero if nothing was recorded.</summary>
    public TimeSpan Percentile(double share)
    {
        var rank = (long)Math.Ceiling(share * Count);
        if (rank is 0) return TimeSpan.Zero;
        for (var bucket = 0; bucket < _buckets.Length; bucket++)
            if ((rank -= Interlocked.Read(ref _buckets[bucket])) <= 0)
                return Microseconds(Math.Min(UpperEdge(bucket), Interlocked.Read(ref _max)));
        return Max;
    }

    // Below 2 × Steps each microsecond has its own bucket; above, the leading 7 bits select it.
    private static int Bucket(long microseconds)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)microseconds | 1) - 6);
        return shift * Steps + (int)(microseconds >> shift);
    }

    private static long UpperEdge(int bucket)
    {
        var shift = Math.Max(0, bucket / Steps - 1);
        return ((bucket - shift * Steps + 1L) << shift) - 1;
    }

    private static TimeSpan Microseconds(long count) => TimeSpan.FromTicks(count * TimeSpan.TicksPerMicrosecond);
}
