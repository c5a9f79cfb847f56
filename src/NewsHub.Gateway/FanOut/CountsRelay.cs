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
/// Offers an article's numbers to those who have its page open: at once when this process's own readers moved them, and each second
/// for what others moved.
/// </summary>
internal sealed partial class CountsRelay(
    SubscriptionRegistry registry, FanOut fanOut, ReadBatcher reads, IGrainFactory grains, TimeProvider time, ILogger<CountsRelay> logger) : BackgroundService
{
    private const int MaxCalls = 32;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Line> _lines = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        reads.Counted += Offer;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Ask();
        }
        finally
        {
            reads.Counted -= Offer;
        }
    }

    /// <summary>Offers numbers that are newer than those offered last.</summary>
    private void Offer(Counts counts)
    {
        var topic = Topic.Counts(counts.ArticleId);
        if (!registry.HasSubscribers(topic)) return;
        var line = _lines.GetOrAdd(topic, _ => new Line());
        if (line.TryTake(counts)) _ = Send(line);
    }

    private async Task Send(Line line)
    {
        while (line.TryNext(out var counts)) await fanOut.Send(Delivery.Of(counts));
    }

    private async Task Ask()
    {
        var open = registry.OpenTopics(Topic.Counts(""));
        foreach (var closed in _lines.Keys.Except(open).ToArray()) _lines.TryRemove(closed, out _);
        foreach (var some in open.Chunk(MaxCalls)) await Task.WhenAll(some.Select(Ask));
    }

    private async Task Ask(string topic)
    {
        try
        {
            if (await grains.GetGrain<ITrendingCounterGrain>(Topic.Parse(topic).Name).Get() is { } counts) Offer(counts);
        }
        catch (Exception failure)
        {
            LogCounterNotReached(failure, topic);
        }
    }

    /// <summary>One article's numbers on their way: while one version is being offered, only the newest waits.</summary>
    private sealed class Line
    {
        private Counts? _waiting;
        private long _newest = -1;
        private bool _isSending;

        /// <summary>Whether somebody has to begin sending.</summary>
        public bool TryTake(Counts counts)
        {
            lock (this)
            {
                if (counts.Version <= _newest) return false;
                (_newest, _waiting) = (counts.Version, counts);
                return !_isSending && (_isSending = true);
            }
        }

        public bool TryNext([NotNullWhen(true)] out Counts? counts)
        {
            lock (this)
            {
                (counts, _waiting) = (_waiting, null);
                return counts is not null || (_isSending = false);
            }
        }
    }

    [LoggerMessage(4005, LogLevel.Debug, "{Topic} was not reached; it is asked again in a second")]
    private partial void LogCounterNotReached(Exception failure, string topic);
}
