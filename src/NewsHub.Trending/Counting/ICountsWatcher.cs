using Orleans.Concurrency;

namespace NewsHub.Trending.Counting;

/// <summary>Receives the counts of the articles that it watches. See <see cref="ITrendingCounterGrain.Watch"/>.</summary>
[Alias("trending.counts-watcher")]
public interface ICountsWatcher : IGrainObserver
{
    /// <summary>Reports the newest counts of an article. Reports may be lost or arrive out of order; compare <see cref="Counts.Version"/>.</summary>
    [OneWay, Alias("changed")]
    Task Changed(Counts counts);
}
