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
    [InlineData(9, 4)] // all of the wait may have been after the database looked
    [InlineData(-5, 300)]
    [InlineData(300, 600)] // the answer took longer than the clocks can be apart: nobody knows
    public void Clocks_that_may_agree_are_left_alone(int ahead, int answerTook)
    {
        var before = Noon + TimeSpan.FromSeconds(ahead - answerTook);

        Assert.Null(new ClockReading(before, Noon, before + TimeSpan.FromSeconds(answerTook)).SkewMessage(Limit));
    }

    [Theory]
    [InlineData(6, "6 s ahead of")]
    [InlineData(300, "300 s ahead of")]
    [InlineData(-6, "6 s behind")]
    [InlineData(-300, "300 s behind")]
    public void A_clock_that_is_certainly_wrong_is_said_to_be_with_the_remedy(int ahead, string wrong)
    {
        var here = Noon + TimeSpan.FromSeconds(ahead);

        Assert.Equal(
            $"This machine's clock is {wrong} the database's, and 5 s are allowed (NewsHub:PostgreSql:MaxClockSkewSeconds): let NTP set both.",
            new ClockReading(here, Noon, here).SkewMessage(Limit));
    }

    [Fact]
    public void Of_a_slow_answer_only_what_is_certain_is_said()
    {
        var (before, after) = (Noon + TimeSpan.FromSeconds(100), Noon + TimeSpan.FromSeconds(110));

        Assert.Contains(" is 100 s ahead of ", new ClockReading(before, Noon, after).SkewMessage(Limit), StringComparison.Ordinal);
    }
}
