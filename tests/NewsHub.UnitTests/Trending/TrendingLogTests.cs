using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NewsHub.Trending;
using NewsHub.Trending.Fairness;
using NewsHub.Trending.Recording;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Trending;

public sealed class TrendingLogTests
{
    [Theory]
    [InlineData("/dev/full"), InlineData("/nowhere/counts.jsonl"), InlineData("/")]
    public async Task A_file_that_cannot_be_written_ends_the_recording_and_not_the_hub(string file)
    {
        using var log = new TrendingLog(
            Options.Create(new TrendingOptions { RecordTo = file }), Options.Create(new FairnessOptions()), new WallClock(TimeProvider.System), NullLogger<TrendingLog>.Instance);
        await log.StartAsync(CancellationToken.None);

        log.Write(new TrendingEvent(DateTimeOffset.UnixEpoch, "a"));

        await log.ExecuteTask!; // does not throw, which would stop the host
        Assert.False(log.IsEnabled);
        await log.StopAsync(CancellationToken.None);
    }
}
