using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using NewsHub.Articles;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;

namespace NewsHub.Gateway.Reads;

/// <summary>The rankings as readers see them now, asked for once a second at most, however many readers tell what they saw.</summary>
public sealed class ShownRankings(IGrainFactory grains, RankingFormulas formulas, Sections sections, TimeProvider time)
{
    /// <summary>The names of the rankings, for a message.</summary>
    public string Names => formulas.Names;

    private static readonly TimeSpan Life = TimeSpan.FromSeconds(1);

    /// <summary>Rising and today, for all and for each section: as many as there are sections, 20 × about 100 bytes = 2 KB each.</summary>
    private readonly ConcurrentDictionary<string, Lazy<Task<Known>>> _known = new(StringComparer.Ordinal);

    /// <summary>The ranking's name if there is such a ranking: <c>rising</c> or <c>today</c>, and <c>/{section}</c>.</summary>
    public bool IsRanking([NotNullWhen(true)] string? name) =>
        formulas.TryFind(name, out var key) && (key.Section is null || sections.Find(key.Section) is not null);

    /// <summary>The ranks of a ranking's articles. The name must have passed <see cref="IsRanking"/>.</summary>
    public async ValueTask<IReadOnlyDictionary<string, int>> Ranks(string name)
    {
        if (_known.TryGetValue(name, out var asked))
        {
            if (await Answer(name, asked) is var known && time.GetUtcNow() < known.Until) return known.Ranks;
            _known.TryRemove(KeyValuePair.Create(name, asked));
        }
        return (await Answer(name, _known.GetOrAdd(name, _ => new Lazy<Task<Known>>(() => Ask(name))))).Ranks;
    }

    private async Task<Known> Answer(string name, Lazy<Task<Known>> asked)
    {
        try
        {
            return await asked.Value;
        }
        catch
        {
            _known.TryRemove(KeyValuePair.Create(name, asked)); // the next caller asks again
            throw;
        }
    }

    private async Task<Known> Ask(string name)
    {
        var ranking = await grains.GetGrain<IRankingGrain>(name).Get();
        return new Known(ranking.Entries.ToDictionary(place => place.ArticleId, place => place.Rank), time.GetUtcNow() + Life);
    }

    private sealed record Known(IReadOnlyDictionary<string, int> Ranks, DateTimeOffset Until);
}
