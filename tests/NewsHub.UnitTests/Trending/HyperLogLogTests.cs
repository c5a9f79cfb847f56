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
    public void Up_to_MaxExact_ids_are_counted_exactly() =>
        Few.Sample(ids => Assert.Equal(ids.Distinct().Count(), Count([.. ids, .. ids]).Estimate()));

    [Fact]
    public void Many_ids_are_counted_within_the_documented_error() =>
        Gen.Select(Gen.ULong, Gen.Int[HyperLogLog.MaxExact + 1, 300_000]).Sample(
            (first, count) => AssertClose(count, Count(Enumerable.Range(0, count).Select(n => first + (ulong)n)).Estimate()), iter: 50);

    [Fact]
    public void MayContain_has_no_false_negatives_and_is_exact_up_to_MaxExact() =>
        Gen.Select(Any, Gen.ULong).Sample((ids, other) =>
        {
            var counter = Count(ids);

            Assert.All(ids, id => Assert.True(counter.MayContain(id)));
            if (ids.Distinct().Count() <= HyperLogLog.MaxExact) Assert.Equal(ids.Contains(other), counter.MayContain(other));
        });

    [Fact]
    public void Merge_counts_the_union() =>
        Gen.Select(Any, Any).Sample((some, others) =>
        {
            var merged = Count(some);
            merged.Merge(Count(others));

            Assert.Equal(Count([.. some, .. others]).Estimate(), merged.Estimate());
        });

    [Fact]
    public void A_restored_counter_continues_like_the_original() =>
        Gen.Select(Any, Any).Sample((before, after) =>
        {
            var restored = HyperLogLog.FromBytes(Count(before).ToBytes());
            Assert.Equal(Count(before).Estimate(), restored.Estimate());

            foreach (var id in after) restored.Add(id);
            Assert.Equal(Count([.. before, .. after]).Estimate(), restored.Estimate());
        });

    [Fact]
    public void The_stored_form_has_at_most_3073_bytes()
    {
        Assert.Equal(1 + HyperLogLog.MaxExact * 8, Count(Enumerable.Range(0, HyperLogLog.MaxExact).Select(n => (ulong)n)).ToBytes().Length);
        Assert.Equal(3_073, Count(Enumerable.Range(0, 100_000).Select(n => (ulong)n)).ToBytes().Length);
    }

    [Fact]
    public void Arbitrary_bytes_throw_nothing_but_FormatException() =>
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
