using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;
using NewsHub.Gateway.Reads;
using NewsHub.Trending.Counting;
using NewsHub.Wire;

namespace NewsHub.Gateway.FanOut;

/// <summary>
/// Offers an article's counts to the subscribers of its counts topic: at once after reads of this process, and within a second after those of
/// other processes, which the counter reports. Each article with subscribers is watched once, for any number of them.
/// </summary>
internal sealed partial class CountsRelay(
    SubscriptionRegistry registry, FanOut fanOut, ReadBatcher reads, PublicArticles articles, IGrainFactory grains, TimeProvider time, ILogger<CountsRelay> logger)
    : BackgroundService, ICountsWatcher
{
    private const int MaxCalls = 32;

    /// <summary>How often the watch is renewed. Counters forget a watcher after a minute.</summary>
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, CountsFeed> _feeds = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<ICountsWatcher> _reference = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Joins an article's counts, if it is public, and returns them; null if they were not read within 300 ms. They are then offered when they have
    /// been read. Never fails: news does not depend on numbers.
    /// </summary>
    public async Task<Counts?> Follow(Connection connection, string articleId, CancellationToken stopping)
    {
        var following = Task.Run(() => TryFollow(connection, articleId), stopping);
        await Task.WhenAny(following, Task.Delay(RankingRelay.MaxWait, time, stopping));
        stopping.ThrowIfCancellationRequested();
        if (following.IsCompletedSuccessfully) return await following;
        _ = OfferLate(following);
        return null;
    }

    public Task Changed(Counts counts)
    {
        Offer(counts);
        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        reads.Counted += Offer;
        _reference.SetResult(grains.CreateObjectReference<ICountsWatcher>(this));
        using var timer = new PeriodicTimer(RenewInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Renew();
        }
        finally
        {
            reads.Counted -= Offer;
        }
    }

    private async Task<Counts?> TryFollow(Connection connection, string articleId)
    {
        try
        {
            if (!await articles.Contains(articleId)) return null;
            var topic = Topic.Counts(articleId);
            registry.JoinStates(connection, [topic]);
            return _feeds.TryGetValue(topic, out var feed) ? feed.Newest : await Watch(articleId);
        }
        catch (Exception failure)
        {
            LogCountsNotRead(failure, articleId);
            return null;
        }
    }

    private async Task OfferLate(Task<Counts?> following)
    {
        // To everybody: those who have these counts ignore them.
        if (await following is { } late) await fanOut.Send(Delivery.Of(late));
    }

    private async Task<Counts?> Watch(string articleId)
    {
        var counts = await grains.GetGrain<ITrendingCounterGrain>(articleId).Watch(await _reference.Task);
        if (counts is not null) Offer(counts);
        return counts;
    }

    /// <summary>Offers counts that are newer than those offered last.</summary>
    private void Offer(Counts counts)
    {
        var topic = Topic.Counts(counts.ArticleId);
        if (!registry.HasSubscribers(topic)) return;
        var feed = _feeds.GetOrAdd(topic, _ => new CountsFeed());
        if (feed.TryStart(counts)) _ = Send(feed);
    }

    private async Task Send(CountsFeed feed)
    {
        try
        {
            while (feed.TryTakeNext(out var counts)) await fanOut.Send(Delivery.Of(counts));
        }
        catch (Exception failure)
        {
            feed.Stop();
            LogCountsNotSent(failure);
        }
    }

    private async Task Renew()
    {
        var topics = registry.TopicsStartingWith(Topic.Counts(""));
        foreach (var unsubscribed in _feeds.Keys.Except(topics).ToArray()) _feeds.TryRemove(unsubscribed, out _);
        foreach (var chunk in topics.Chunk(MaxCalls)) await Task.WhenAll(chunk.Select(topic => TryRenew(Topic.Parse(topic).Name)));
    }

    private async Task TryRenew(string articleId)
    {
        try
        {
            await Watch(articleId);
        }
        catch (Exception failure)
        {
            LogCountsNotRead(failure, articleId);
        }
    }

    [LoggerMessage(4005, LogLevel.Debug, "The counts of {ArticleId} could not be read; they are read again within 20 seconds")]
    private partial void LogCountsNotRead(Exception failure, string articleId);

    [LoggerMessage(4011, LogLevel.Error, "Counts could not be sent; the next ones are")]
    private partial void LogCountsNotSent(Exception failure);
}
