using NewsHub.Client;
using Xunit;

namespace NewsHub.Tests.Client;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(0, 0.5), InlineData(1, 1), InlineData(2, 2), InlineData(3, 4), InlineData(20, 30), InlineData(2000, 30)]
    public void Waits_double_up_to_half_a_minute(int attempt, double seconds) => Assert.Equal(seconds, Backoff.Wait(attempt, 1).TotalSeconds);

    [Theory]
    [InlineData(0, 2), InlineData(0.5, 3), InlineData(1, 4)]
    public void Readers_spread_over_half_of_each_wait(double chance, double seconds) => Assert.Equal(seconds, Backoff.Wait(3, chance).TotalSeconds);
}
