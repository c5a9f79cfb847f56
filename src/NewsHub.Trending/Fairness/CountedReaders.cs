using System.Runtime.InteropServices;

namespace NewsHub.Trending.Fairness;

/// <summary>Counted readers of an article by where they came from.</summary>
internal sealed class CountedReaders
{
    public double Readers { get; set; }

    public double Newcomers { get; set; }

    public Dictionary<uint, double> ByPrefix { get; } = [];

    public Dictionary<uint, double> ByAgent { get; } = [];

    public CountedReaders Copy()
    {
        var copy = new CountedReaders();
        copy.Add(this);
        return copy;
    }

    public void Add(CountedReaders other)
    {
        Readers += other.Readers;
        Newcomers += other.Newcomers;
        foreach (var (prefix, readers) in other.ByPrefix) CollectionsMarshal.GetValueRefOrAddDefault(ByPrefix, prefix, out _) += readers;
        foreach (var (agent, readers) in other.ByAgent) CollectionsMarshal.GetValueRefOrAddDefault(ByAgent, agent, out _) += readers;
    }

    /// <summary>What has been added since <paramref name="before"/>. A count that fell, because another rule is the strictest now, is not taken back.</summary>
    public CountedReaders Since(CountedReaders before)
    {
        var since = new CountedReaders { Readers = Math.Max(0, Readers - before.Readers), Newcomers = Math.Max(0, Newcomers - before.Newcomers) };
        foreach (var (prefix, readers) in ByPrefix) since.ByPrefix[prefix] = Math.Max(0, readers - before.ByPrefix.GetValueOrDefault(prefix));
        foreach (var (agent, readers) in ByAgent) since.ByAgent[agent] = Math.Max(0, readers - before.ByAgent.GetValueOrDefault(agent));
        return since;
    }

    public UsualReaders At(DateTimeOffset at) => new(at, Readers, Newcomers, ToBytes(ByPrefix, UsualReaders.Prefixes), ToBytes(ByAgent, UsualReaders.Agents));

    private static byte[] ToBytes(Dictionary<uint, double> values, int buckets)
    {
        var bytes = new byte[buckets * sizeof(float)];
        foreach (var (bucket, readers) in values) MemoryMarshal.Cast<byte, float>(bytes.AsSpan())[(int)(bucket % buckets)] += (float)readers;
        return bytes;
    }
}
