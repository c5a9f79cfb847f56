using CsCheck;
using NewsHub.Trending.Counting;
using Xunit;

namespace NewsHub.Tests.Trending;

public sealed class HyperLogLogTests
{
    /// <summary>Five standard errors of 1.04/√4096.</summary>
    private const double Tolerance = 5 * 1.04 / 64;

    private static readonly Gen<ulong[]> Few = Gen.ULong.Array[0, HyperLogLog.MaxExact];

    private static readonly Gen<ulong[]> Any = Gen.ULong.Array[0, 2_000];

    [Fact]
    public void A_few_hundred_are_counted_exactly() =>
        Few.Sample(ids => Assert.Equal(ids.Distinct().Count(), Count([.. ids, .. ids]).Estimate()));

    [Fact]
    public void Many_are_counted_within_the_error_that_is_promised() =>
        Gen.Select(Gen.ULong, Gen.Int[HyperLogLog.MaxExact + 1, 300_000]).Sample(
            (first, count) => AssertClose(count, Count(Enumerable.Range(0, count).Select(n => first + (ulong)n)).Estimate()), iter: 50);

    [Fact]
    public void Who_was_counted_is_never_denied_and_of_a_few_nobody_else_is_taken_for_them() =>
        Gen.Select(Any, Gen.ULong).Sample((ids, other) =>
        {
            var counter = Count(ids);

            Assert.All(ids, id => Assert.True(counter.MayContain(id)));
            if (ids.Distinct().Count() <= HyperLogLog.MaxExact) Assert.Equal(ids.Contains(other), counter.MayContain(other));
        });

    [Fact]
    public void Merging_counts_what_either_has_counted() =>
        Gen.Select(Any, Any).Sample((some, others) =>
        {
            var merged = Count(some);
            merged.Merge(Count(others));

            Assert.Equal(Count([.. some, .. others]).Estimate(), merged.Estimate());
        });

    [Fact]
    public void What_was_stored_goes_on_counting_as_if_it_had_stayed() =>
        Gen.Select(Any, Any).Sample((before, after) =>
        {
            var restored = HyperLogLog.FromBytes(Count(before).ToBytes());
            Assert.Equal(Count(before).Estimate(), restored.Estimate());

            foreach (var id in after) restored.Add(id);
            Assert.Equal(Count([.. before, .. after]).Estimate(), restored.Estimate());
        });

    [Fact]
    public void The_stored_form_is_never_larger_than_three_kilobytes()
    {
        Assert.Equal(1 + HyperLogLog.MaxExact * 8, Count(Enumerable.Range(0, HyperLogLog.MaxExact).Select(n => (ulong)n)).ToBytes().Length);
        Assert.Equal(3_073, Count(Enumerable.Range(0, 100_000).Select(n => (ulong)n)).ToBytes().Length);
    }

    [Fact]
    public void Foreign_bytes_are_refused_and_never_break_it() =>
        Gen.Byte.Array[0, 4_000].Sample(bytes =>
        {
            try
            {
                HyperLogLog.FromBytes(bytes).Estimate();
            }
            catch (FormatException)
            {
            }
        });

    private static HyperLogLog Count(IEnumerable<ulong> ids)
    {
        var counter = new HyperLogLog();
        foreach (var id in ids) counter.Add(id);
        return counter;
    }

    private static void AssertClose(int expected, long actual) =>
        Assert.InRange(actual, expected * (1 - Tolerance), expected * (1 + Tolerance));
}
