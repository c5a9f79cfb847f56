using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsHub.Wire;

namespace NewsHub.Trending.Counting;

/// <summary>Loads the keys for readers' cookies when the hub starts.</summary>
internal sealed partial class ReaderKeyLoader(ReaderIdentifier identifier, TimeProvider time, ILogger<ReaderKeyLoader> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => new Retry(time).UntilDone(_ => identifier.LoadKeys(), LogRetry, stoppingToken);

    private bool LogRetry(Exception failure)
    {
        LogKeysNotLoaded(failure);
        return true;
    }

    [LoggerMessage(3009, LogLevel.Warning, "The keys for readers' cookies could not be loaded; pages set no cookie until they are")]
    private partial void LogKeysNotLoaded(Exception failure);
}
