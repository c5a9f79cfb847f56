using CsCheck;
using NewsHub.Traffic.Measuring;
using Xunit;

namespace NewsHub.Tests.Traffic;

public sealed class LatenciesTests
{
    /// <summary>A bucket's width in relation to what it holds.</summary>
    private const double Precision = 1 / 64.0;

    [Fact]
    public void Percentiles_are_those_of_the_sorted_times_within_a_bucket_s_width() =>
        Gen.Select(Gen.Long[0, 100_000_000].Array[1, 200], Gen.Double[0.01, 1]).Sample((microseconds, share) =>
        {
            var latencies = new Latencies();
            foreach (var time in microseconds) latencies.Add(TimeSpan.FromMicroseconds(time));
            Array.Sort(microseconds);
            double exact = microseconds[(int)Math.Ceiling(share * microseconds.Length) - 1];
            var told = latencies.Percentile(share).TotalMicroseconds;
            return told >= exact && told <= exact * (1 + Precision);
        });

    [Fact]
    public void No_times_have_no_percentile() => Assert.Equal(TimeSpan.Zero, new Latencies().Percentile(0.99));

    [Fact]
    public void The_longest_is_exact()
    {
        var latencies = new Latencies();
        latencies.Add(TimeSpan.FromMicroseconds(123_457));
        latencies.Add(TimeSpan.FromMicroseconds(5));
        Assert.Equal(TimeSpan.FromMicroseconds(123_457), latencies.Max);
    }

    [Fact]
    public void What_is_longer_than_all_buckets_counts_as_the_longest()
    {
        var latencies = new Latencies();
        latencies.Add(TimeSpan.FromHours(2));
        Assert.Equal(TimeSpan.FromHours(2), latencies.Max);
        Assert.Equal(1, latencies.Count);
    }
}
