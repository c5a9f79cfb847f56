using NewsHub.Traffic.Readers;
using Xunit;

namespace NewsHub.Tests.Traffic;

public sealed class SequenceCheckTests
{
    private readonly SequenceCheck _check = new();

    public SequenceCheckTests() => _check.Start(10);

    [Fact]
    public void Entries_received_once_and_in_order_are_not_counted_as_errors()
    {
        Show(11, 12, 13, 200);
        Assert.Equal((0, 0), (_check.Repeated, _check.OutOfOrder));
        Assert.False(_check.Misses(11) || _check.Misses(13) || _check.Misses(200));
    }

    [Fact]
    public void Entry_not_received_is_missed()
    {
        Show(11, 13);
        Assert.True(_check.Misses(12) && _check.Misses(14) && _check.Misses(1000));
    }

    [Fact]
    public void Entry_before_the_start_is_not_due()
    {
        Show(9);
        Assert.False(_check.Misses(10) || _check.Misses(1));
        Assert.Equal(0, _check.OutOfOrder);
    }

    [Fact]
    public void Repeated_entry_is_counted()
    {
        Show(11, 12, 11);
        Assert.Equal((1, 0), (_check.Repeated, _check.OutOfOrder));
    }

    [Fact]
    public void A_late_entry_is_out_of_order_but_not_missed()
    {
        Show(12, 11);
        Assert.Equal(1, _check.OutOfOrder);
        Assert.False(_check.Misses(11));
    }

    [Fact]
    public void Alert_or_kill_may_overtake()
    {
        _check.Show(14, mayOvertake: true);
        Show(11, 12, 13, 15);
        Assert.Equal((0, 0), (_check.Repeated, _check.OutOfOrder));
    }

    [Fact]
    public void Alert_or_kill_may_not_be_overtaken()
    {
        Show(11, 13);
        _check.Show(12, mayOvertake: true);
        Assert.Equal(1, _check.OutOfOrder);
    }

    private void Show(params long[] sequences)
    {
        foreach (var sequence in sequences) _check.Show(sequence, mayOvertake: false);
    }
}
