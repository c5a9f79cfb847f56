using CsCheck;
using NewsHub.Traffic.Measuring;
using Xunit;

namespace NewsHub.Tests.Traffic;

public sealed class LatenciesTests
{
    /// <summary>Relative width of a bucket.</summary>
    private const double Precision = 1 / 64.0;

    [Fact]
    public void Percentiles_match_the_sorted_durations_within_the_bucket_width() =>
        Gen.Select(Gen.Long[0, 100_000_000].Array[1, 200], Gen.Double[0.01, 1]).Sample((microseconds, share) =>
        {
            var latencies = new Latencies();
            foreach (var time in microseconds) latencies.Add(TimeSpan.FromMicroseconds(time));
            Array.Sort(microseconds);
            double exact = microseconds[(int)Math.Ceiling(share * microseconds.Length) - 1];
            var measured = latencies.Percentile(share).TotalMicroseconds;
            return measured >= exact && measured <= exact * (1 + Precision);
        });

    [Fact]
    public void Percentile_of_an_empty_histogram_is_zero() => Assert.Equal(TimeSpan.Zero, new Latencies().Percentile(0.99));

    [Fact]
    public void Maximum_is_exact()
    {
        var latencies = new Latencies();
        latencies.Add(TimeSpan.FromMicroseconds(123_457));
        latencies.Add(TimeSpan.FromMicroseconds(5));
        Assert.Equal(TimeSpan.FromMicroseconds(123_457), latencies.Max);
    }

    [Fact]
    public void Duration_beyond_the_last_bucket_is_counted()
    {
        var latencies = new Latencies();
        latencies.Add(TimeSpan.FromHours(2));
        Assert.Equal(TimeSpan.FromHours(2), latencies.Max);
        Assert.Equal(1, latencies.Count);
    }
}
