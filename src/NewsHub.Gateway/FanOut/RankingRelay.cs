using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;
using NewsHub.Trending.Ranking;
using NewsHub.Wire;

namespace NewsHub.Gateway.FanOut;

/// <summary>
/// Follows the rankings that have subscribers in this process, with one call in flight for each, and offers only the newest. A new subscriber
/// gets the ranking that was offered last, so that the next change can be sent as a delta.
/// </summary>
internal sealed partial class RankingRelay(
    SubscriptionRegistry registry, FanOut fanOut, IGrainFactory grains, TimeProvider time, ILogger<RankingRelay> logger) : BackgroundService
{
    /// <summary>Maximum time that an answer with news waits for a ranking.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, FollowedRanking> _followed = new(StringComparer.Ordinal);
    private CancellationToken _stopping;

    /// <summary>
    /// Returns the ranking that was offered last to the topic's subscribers; null if it was not read within 300 ms. It is then offered when it has been
    /// read. The caller must have joined the topic before.
    /// </summary>
    public async Task<Ranking?> Find(string topic, CancellationToken stopping)
    {
        var followed = GetOrStart(topic);
        await followed.Loaded.WaitAsync(MaxWait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.ThrowIfCancellationRequested();
        return followed.NewestOrLate();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stopping = stoppingToken;
        await Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task[] loops;
        lock (_lock) loops = [.. _followed.Values.Select(followed => followed.Loop)];
        await Task.WhenAll(loops);
    }

    private FollowedRanking GetOrStart(string topic)
    {
        lock (_lock)
        {
            if (_followed.TryGetValue(topic, out var followed)) return followed;
            _followed.Add(topic, followed = new FollowedRanking(topic));
            followed.Loop = Task.Run(() => Follow(followed));
            return followed;
        }
    }

    private async Task Follow(FollowedRanking followed)
    {
        var topic = Topic.Parse(followed.Topic);
        var grain = grains.GetGrain<IRankingGrain>(new RankingKey(topic.Name, topic.Section).ToString());
        while (!TryRemove(followed)) await OfferNext(followed, grain);
    }

    // Under the lock, so that a caller of GetLatest finds either a loop that continues or none.
    private bool TryRemove(FollowedRanking followed)
    {
        lock (_lock) return (_stopping.IsCancellationRequested || !registry.HasSubscribers(followed.Topic)) && _followed.Remove(followed.Topic);
    }

    private async Task OfferNext(FollowedRanking followed, IRankingGrain grain)
    {
        try
        {
            var previous = followed.Newest;
            var ranking = await grain.ReadAfter(previous.Version, _stopping).WaitAsync(_stopping);
            if (ranking.Version == previous.Version) return;
            if (followed.TryReplace(ranking)) await fanOut.Send(Delivery.Of(ranking, previous));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The process is stopping.
        }
        catch (Exception failure)
        {
            LogRankingReadFailed(failure, followed.Topic);
            await Task.Delay(PauseAfterFailure, time, _stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(4006, LogLevel.Warning, "Could not read {Topic}; retrying in one second")]
    private partial void LogRankingReadFailed(Exception failure, string topic);

    /// <summary>A ranking with subscribers in this process.</summary>
    private sealed class FollowedRanking(string topic)
    {
        private readonly Lock _lock = new();
        private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _isAwaited;

        public string Topic => topic;

        /// <summary>Completes when <see cref="Newest"/> holds a ranking.</summary>
        public Task Loaded => _loaded.Task;

        public Ranking Newest { get; private set; } = new("", null, -1, default, []);

        /// <summary>Returns the newest ranking. Returns null if there is none yet; the subscribers are then offered the first one.</summary>
        public Ranking? NewestOrLate()
        {
            lock (_lock)
            {
                if (Loaded.IsCompleted) return Newest;
                _isAwaited = true;
                return null;
            }
        }

        /// <summary>Stores a newer ranking. Returns true if subscribers must be offered it: they do not get it in the answer to subscribing.</summary>
        public bool TryReplace(Ranking ranking)
        {
            lock (_lock)
            {
                Newest = ranking;
                return !_loaded.TrySetResult() || _isAwaited;
            }
        }

        public Task Loop { get; set; } = Task.CompletedTask;
    }
}
