using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using NewsHub.Articles;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;

namespace NewsHub.Gateway.Reads;

/// <summary>Caches the rankings that readers see now. Each is fetched at most once per second.</summary>
public sealed class ShownRankings(IGrainFactory grains, RankingFormulas formulas, Sections sections, TimeProvider time)
{
    /// <summary>The names of the rankings, for a message.</summary>
    public string Names => formulas.Names;

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    /// <summary>Rising and today, over all sections and for each one: 20 ranks × about 100 bytes = 2 KB per ranking.</summary>
    private readonly ConcurrentDictionary<string, Lazy<Task<CachedRanks>>> _cache = new(StringComparer.Ordinal);

    /// <summary>True for the name of a ranking such as <c>rising</c>, optionally followed by <c>/{section}</c>.</summary>
    public bool IsRanking([NotNullWhen(true)] string? name) =>
        formulas.TryFind(name, out var key) && (key.Section is null || sections.Find(key.Section) is not null);

    /// <summary>Returns the ranks of a ranking's articles. The name must have passed <see cref="IsRanking"/>.</summary>
    public async ValueTask<IReadOnlyDictionary<string, int>> Ranks(string name)
    {
        if (_cache.TryGetValue(name, out var request))
        {
            if (await AwaitRanks(name, request) is var cached && time.GetUtcNow() < cached.Until) return cached.Ranks;
            _cache.TryRemove(KeyValuePair.Create(name, request));
        }
        return (await AwaitRanks(name, _cache.GetOrAdd(name, _ => new Lazy<Task<CachedRanks>>(() => Fetch(name))))).Ranks;
    }

    private async Task<CachedRanks> AwaitRanks(string name, Lazy<Task<CachedRanks>> request)
    {
        try
        {
            return await request.Value;
        }
        catch
        {
            _cache.TryRemove(KeyValuePair.Create(name, request)); // the next caller retries
            throw;
        }
    }

    private async Task<CachedRanks> Fetch(string name)
    {
        var ranking = await grains.GetGrain<IRankingGrain>(name).Get();
        return new CachedRanks(ranking.Entries.ToDictionary(place => place.ArticleId, place => place.Rank), time.GetUtcNow() + Lifetime);
    }

    private sealed record CachedRanks(IReadOnlyDictionary<string, int> Ranks, DateTimeOffset Until);
}
