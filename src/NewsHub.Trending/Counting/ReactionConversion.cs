using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsHub.Wire;

namespace NewsHub.Trending.Counting;

/// <summary>
/// Converts reactions that a version before hashes differed between articles has stored, once after the start. A counter converts those of its
/// article before it changes one, so that readers are recognized meanwhile. May go when no earlier version can be upgraded from.
/// </summary>
internal sealed partial class ReactionConversion(IReactionStore store, IGrainFactory grains, TimeProvider time, ILogger<ReactionConversion> logger) : BackgroundService
{
    /// <summary>Rows in one transaction: about 10 ms, for which other writes wait with SQLite.</summary>
    private const int Rows = 500;

    private const int Articles = 100;

    /// <summary>Converts the reactions to one article.</summary>
    public static async Task Convert(IReactionStore store, string articleId, byte[] key)
    {
        while (await store.Convert(articleId, reader => ReactionHash.Of(key, articleId, reader), Rows) == Rows) ;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => new Retry(time).UntilDone(ConvertAll, LogRetry, stoppingToken);

    private async Task ConvertAll(CancellationToken stopping)
    {
        while (await store.FindArticlesToConvert(Articles) is { Count: > 0 } articles)
        {
            var key = await grains.GetGrain<IReaderKeyGrain>(0).Get();
            foreach (var article in articles)
            {
                stopping.ThrowIfCancellationRequested();
                await Convert(store, article, key);
            }
        }
    }

    private bool LogRetry(Exception failure)
    {
        LogNotConverted(failure);
        return true;
    }

    [LoggerMessage(3008, LogLevel.Warning, "Reactions of an earlier version could not be converted; retrying")]
    private partial void LogNotConverted(Exception failure);
}
