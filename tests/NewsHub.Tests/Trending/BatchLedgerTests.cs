using CsCheck;
using NewsHub.Trending.Counting;
using Xunit;

namespace NewsHub.Tests.Trending;

public sealed class BatchLedgerTests
{
    [Fact]
    public void Batches_that_are_sent_again_count_once() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 3]).Array[1, 60].Sample(sent =>
        {
            var ledger = new BatchLedger();
            var numbers = new Dictionary<int, int>();
            var taken = 0;
            foreach (var (gateway, times) in sent)
            {
                var number = numbers[gateway] = numbers.GetValueOrDefault(gateway) + 1;
                for (var i = 0; i < times; i++) taken += ledger.TryTake(Batch($"gateway{gateway}", 1, number)) ? 1 : 0;
            }

            Assert.Equal(sent.Length, taken);
        });

    [Fact]
    public void A_gateway_that_starts_again_counts_from_one()
    {
        var ledger = new BatchLedger();

        Assert.True(ledger.TryTake(Batch("gateway", 1, 500)));
        Assert.True(ledger.TryTake(Batch("gateway", 2, 1)));
        Assert.False(ledger.TryTake(Batch("gateway", 1, 501)));
    }

    [Fact]
    public void It_remembers_across_storage()
    {
        var ledger = new BatchLedger();
        ledger.TryTake(Batch("gateway", 1, 7));

        Assert.False(new BatchLedger(ledger.Last).TryTake(Batch("gateway", 1, 7)));
    }

    [Fact]
    public void Of_too_many_gateways_the_one_that_was_silent_longest_is_forgotten()
    {
        var ledger = new BatchLedger();
        for (var n = 0; n < BatchLedger.MaxGateways; n++) ledger.TryTake(Batch($"gateway{n}", 1, 1));
        ledger.TryTake(Batch("gateway0", 1, 2));
        ledger.TryTake(Batch("another", 1, 1));

        Assert.Equal(BatchLedger.MaxGateways, ledger.Last.Count);
        Assert.DoesNotContain(ledger.Last, last => last.Gateway == "gateway1");
        Assert.False(ledger.TryTake(Batch("gateway0", 1, 2)));
    }

    private static ReadBatch Batch(string gateway, long epoch, long number) => new(gateway, epoch, number, 1, [42]);
}
