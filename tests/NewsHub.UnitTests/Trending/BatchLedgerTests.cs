using CsCheck;
using NewsHub.Trending.Counting;
using Xunit;

namespace NewsHub.Tests.Trending;

public sealed class BatchLedgerTests
{
    [Fact]
    public void A_resent_batch_is_accepted_once() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 3]).Array[1, 60].Sample(sent =>
        {
            var ledger = new BatchLedger();
            var numbers = new Dictionary<int, int>();
            var accepted = 0;
            foreach (var (gateway, times) in sent)
            {
                var number = numbers[gateway] = numbers.GetValueOrDefault(gateway) + 1;
                for (var i = 0; i < times; i++) accepted += ledger.TryAccept(Batch($"gateway{gateway}", 1, number)) ? 1 : 0;
            }

            Assert.Equal(sent.Length, accepted);
        });

    [Fact]
    public void A_restarted_gateway_numbers_batches_from_one()
    {
        var ledger = new BatchLedger();

        Assert.True(ledger.TryAccept(Batch("gateway", 1, 500)));
        Assert.True(ledger.TryAccept(Batch("gateway", 2, 1)));
        Assert.False(ledger.TryAccept(Batch("gateway", 1, 501)));
    }

    [Fact]
    public void A_restored_ledger_rejects_a_repeated_batch()
    {
        var ledger = new BatchLedger();
        ledger.TryAccept(Batch("gateway", 1, 7));

        Assert.False(new BatchLedger(ledger.Last).TryAccept(Batch("gateway", 1, 7)));
    }

    [Fact]
    public void The_least_recently_active_gateway_is_evicted()
    {
        var ledger = new BatchLedger();
        for (var n = 0; n < BatchLedger.MaxGateways; n++) ledger.TryAccept(Batch($"gateway{n}", 1, 1));
        ledger.TryAccept(Batch("gateway0", 1, 2));
        ledger.TryAccept(Batch("another", 1, 1));

        Assert.Equal(BatchLedger.MaxGateways, ledger.Last.Count);
        Assert.DoesNotContain(ledger.Last, last => last.Gateway == "gateway1");
        Assert.False(ledger.TryAccept(Batch("gateway0", 1, 2)));
    }

    private static ReadBatch Batch(string gateway, long epoch, long number) => new(gateway, epoch, number, 1, [42]);
}
