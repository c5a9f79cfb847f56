using NewsHub.Client;
using Xunit;

namespace NewsHub.Tests.Client;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(0, 0.5), InlineData(1, 1), InlineData(2, 2), InlineData(3, 4), InlineData(20, 30), InlineData(2000, 30)]
    public void Delay_doubles_up_to_30_seconds(int attempt, double seconds) => Assert.Equal(seconds, Backoff.GetDelay(attempt, 1).TotalSeconds);

    [Theory]
    [InlineData(0, 2), InlineData(0.5, 3), InlineData(1, 4)]
    public void Jitter_spreads_the_delay_between_half_and_all_of_it(double random, double seconds) => Assert.Equal(seconds, Backoff.GetDelay(3, random).TotalSeconds);
}
