using NewsHub.Wire.PostgreSql;
using Xunit;

namespace NewsHub.Tests.Wire;

public sealed class ClockReadingTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 0)]
    [InlineData(-5, 0)]
    [InlineData(9, 4)] // the database may have read its clock at the start of the round trip
    [InlineData(-5, 300)]
    [InlineData(300, 600)] // the round trip is longer than the offset
    public void SkewMessage_of_clocks_that_may_agree_is_null(int ahead, int roundTrip)
    {
        var before = Noon + TimeSpan.FromSeconds(ahead - roundTrip);

        Assert.Null(new ClockReading(before, Noon, before + TimeSpan.FromSeconds(roundTrip)).SkewMessage(Limit));
    }

    [Theory]
    [InlineData(6, "6 s ahead of")]
    [InlineData(300, "300 s ahead of")]
    [InlineData(-6, "6 s behind")]
    [InlineData(-300, "300 s behind")]
    public void SkewMessage_of_a_wrong_clock_names_the_offset_and_the_remedy(int ahead, string offset)
    {
        var here = Noon + TimeSpan.FromSeconds(ahead);

        Assert.Equal(
            $"This machine's clock is {offset} the database's, and at most 5 s are allowed (NewsHub:PostgreSql:MaxClockSkewSeconds): synchronize both with NTP.",
            new ClockReading(here, Noon, here).SkewMessage(Limit));
    }

    [Fact]
    public void SkewMessage_of_a_slow_answer_names_the_smallest_possible_offset()
    {
        var (before, after) = (Noon + TimeSpan.FromSeconds(100), Noon + TimeSpan.FromSeconds(110));

        Assert.Contains(" is 100 s ahead of ", new ClockReading(before, Noon, after).SkewMessage(Limit), StringComparison.Ordinal);
    }
}
