using System.Runtime.InteropServices;

namespace NewsHub.Trending.Fairness;

/// <summary>
/// Readers by network, provider or browser, of which each may count a number that is always allowed, and a multiple of the others that count.
/// Memory: about 70 bytes for each bucket.
/// </summary>
/// <param name="limitOf">What a bucket may count: <c>always + factor × others</c>. Asked once for each.</param>
internal sealed class ReaderBuckets(Func<uint, (double Always, double Factor)> limitOf)
{
    /// <summary>Maximum number of steps towards the fixed point. Stopping early counts less, and is as independent of the order.</summary>
    private const int MaxSteps = 64;

    private readonly Dictionary<uint, int> _places = [];
    private readonly List<Bucket> _buckets = [];
    private int _readers;

    public void Add(uint key)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, key, out var isKnown);
        if (!isKnown)
        {
            place = _buckets.Count;
            var (always, factor) = limitOf(key);
            _buckets.Add(new Bucket(key, 0, always, factor));
        }
        CollectionsMarshal.AsSpan(_buckets)[place].Readers++;
        _readers++;
    }

    /// <summary>
    /// How many of <paramref name="readers"/> count, those in no bucket included. It is the least fixed point: 1 nobody counts; 2 of each bucket counts what is
    /// allowed beside the others that count; 3 again, until it no longer grows.
    /// </summary>
    public double Count(int readers)
    {
        var total = 0.0; // 1
        for (var step = 0; step < MaxSteps; step++)
        {
            double sum = readers - _readers;
            foreach (ref readonly var bucket in CollectionsMarshal.AsSpan(_buckets)) sum += bucket.Counted(total); // 2
            if (sum <= total + 1e-9) return sum;
            total = sum; // 3
        }
        return total;
    }

    /// <summary>What counts of each bucket when <paramref name="total"/> count in all.</summary>
    public IEnumerable<(uint Key, double Readers)> CountedOf(double total) => _buckets.Select(bucket => (bucket.Key, bucket.Counted(total)));

    private record struct Bucket(uint Key, int Readers, double Always, double Factor)
    {
        /// <summary>The number that satisfies the limit when all that count, this bucket included, are <paramref name="total"/>.</summary>
        public readonly double Counted(double total) => Math.Min(Readers, (Always + Factor * total) / (1 + Factor));
    }
}
