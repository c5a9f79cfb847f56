using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;
using NewsHub.Gateway.Reads;
using NewsHub.Trending.Counting;
using NewsHub.Wire;

namespace NewsHub.Gateway.FanOut;

/// <summary>
/// Offers an article's counts to the subscribers of its counts topic: at once after reads of this process, and every second for changes
/// from other processes.
/// </summary>
internal sealed partial class CountsRelay(
    SubscriptionRegistry registry, FanOut fanOut, ReadBatcher reads, IGrainFactory grains, TimeProvider time, ILogger<CountsRelay> logger) : BackgroundService
{
    private const int MaxCalls = 32;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, PendingCounts> _pending = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        reads.Counted += Offer;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Poll();
        }
        finally
        {
            reads.Counted -= Offer;
        }
    }

    /// <summary>Offers counts that are newer than those offered last.</summary>
    private void Offer(Counts counts)
    {
        var topic = Topic.Counts(counts.ArticleId);
        if (!registry.HasSubscribers(topic)) return;
        var pending = _pending.GetOrAdd(topic, _ => new PendingCounts());
        if (pending.TryStart(counts)) _ = Send(pending);
    }

    private async Task Send(PendingCounts pending)
    {
        while (pending.TryTakeNext(out var counts)) await fanOut.Send(Delivery.Of(counts));
    }

    private async Task Poll()
    {
        var topics = registry.TopicsStartingWith(Topic.Counts(""));
        foreach (var unsubscribed in _pending.Keys.Except(topics).ToArray()) _pending.TryRemove(unsubscribed, out _);
        foreach (var chunk in topics.Chunk(MaxCalls)) await Task.WhenAll(chunk.Select(Poll));
    }

    private async Task Poll(string topic)
    {
        try
        {
            if (await grains.GetGrain<ITrendingCounterGrain>(Topic.Parse(topic).Name).Get() is { } counts) Offer(counts);
        }
        catch (Exception failure)
        {
            LogCountsReadFailed(failure, topic);
        }
    }

    /// <summary>The counts of one article waiting to be offered. While one version is being offered, only the newest waits.</summary>
    private sealed class PendingCounts
    {
        private Counts? _waiting;
        private long _newest = -1;
        private bool _isSending;

        /// <summary>Stores newer counts. Returns true if the caller must start sending.</summary>
        public bool TryStart(Counts counts)
        {
            lock (this)
            {
                if (counts.Version <= _newest) return false;
                (_newest, _waiting) = (counts.Version, counts);
                return !_isSending && (_isSending = true);
            }
        }

        public bool TryTakeNext([NotNullWhen(true)] out Counts? counts)
        {
            lock (this)
            {
                (counts, _waiting) = (_waiting, null);
                return counts is not null || (_isSending = false);
            }
        }
    }

    [LoggerMessage(4005, LogLevel.Debug, "Could not read {Topic}; retrying in one second")]
    private partial void LogCountsReadFailed(Exception failure, string topic);
}
