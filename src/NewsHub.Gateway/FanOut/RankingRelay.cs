using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;
using NewsHub.Trending.Ranking;
using NewsHub.Wire;

namespace NewsHub.Gateway.FanOut;

/// <summary>
/// Follows the rankings that somebody here follows, one call in flight for each, and offers only what is newest. Who joins is shown the
/// ranking that was offered last, so that what changes it next can be told as the change alone.
/// </summary>
internal sealed partial class RankingRelay(
    SubscriptionRegistry registry, FanOut fanOut, IGrainFactory grains, TimeProvider time, ILogger<RankingRelay> logger) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Followed> _followed = new(StringComparer.Ordinal);
    private CancellationToken _stopping;

    /// <summary>The ranking that was offered last to the topic's followers. Whoever asks must have joined it before.</summary>
    public async Task<Ranking> NewestOf(string topic, CancellationToken stopping)
    {
        var followed = Open(topic);
        await followed.First.Task.WaitAsync(stopping);
        return followed.Newest;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stopping = stoppingToken;
        await Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task[] loops;
        lock (_lock) loops = [.. _followed.Values.Select(followed => followed.Loop)];
        await Task.WhenAll(loops);
    }

    private Followed Open(string topic)
    {
        lock (_lock)
        {
            if (_followed.TryGetValue(topic, out var followed)) return followed;
            _followed.Add(topic, followed = new Followed(topic));
            followed.Loop = Task.Run(() => Follow(followed));
            return followed;
        }
    }

    private async Task Follow(Followed followed)
    {
        var topic = Topic.Parse(followed.Topic);
        var grain = grains.GetGrain<IRankingGrain>(new RankingKey(topic.Name, topic.Section).ToString());
        while (!IsOver(followed)) await OfferNext(followed, grain);
        followed.First.TrySetCanceled(CancellationToken.None);
    }

    // Under the lock: who asks after joining finds a loop that goes on, or none.
    private bool IsOver(Followed followed)
    {
        lock (_lock) return (_stopping.IsCancellationRequested || !registry.HasSubscribers(followed.Topic)) && _followed.Remove(followed.Topic);
    }

    private async Task OfferNext(Followed followed, IRankingGrain grain)
    {
        try
        {
            var previous = followed.Newest;
            var ranking = await grain.ReadAfter(previous.Version, _stopping).WaitAsync(_stopping);
            if (ranking.Version == previous.Version) return;
            followed.Newest = ranking;
            // Whoever joined before the first one gets it as the answer to joining.
            if (!followed.First.TrySetResult()) await fanOut.Send(Delivery.Of(ranking, previous));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The process stops.
        }
        catch (Exception failure)
        {
            LogRankingNotReached(failure, followed.Topic);
            await Task.Delay(PauseAfterFailure, time, _stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(4006, LogLevel.Warning, "{Topic} was not reached; trying again in a second")]
    private partial void LogRankingNotReached(Exception failure, string topic);

    /// <summary>A ranking that somebody here follows.</summary>
    private sealed class Followed(string topic)
    {
        private volatile Ranking _newest = new("", null, -1, default, []);

        public string Topic => topic;

        /// <summary>Completes when there is a <see cref="Newest"/> to show.</summary>
        public TaskCompletionSource First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Ranking Newest
        {
            get => _newest;
            set => _newest = value;
        }

        public Task Loop { get; set; } = Task.CompletedTask;
    }
}
