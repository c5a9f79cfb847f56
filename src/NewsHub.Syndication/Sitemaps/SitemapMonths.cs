using System.Collections.Concurrent;
using System.Collections.Immutable;
using NewsHub.Wire;

namespace NewsHub.Syndication.Sitemaps;

/// <summary>
/// The months that have articles, and a version of each, which changes with its articles. Keeps no articles: a month can have 50,000. Safe for
/// concurrent use.
/// </summary>
internal sealed class SitemapMonths(IWireStore store)
{
    /// <summary>Months that are listed: a hundred years.</summary>
    private const int MaxMonths = 1200;

    private readonly ConcurrentDictionary<Month, MonthVersion> _versions = [];
    private volatile MonthList? _list;
    private long _changes;

    /// <summary>Returns the months with articles, latest first. Reads the store after a withdrawal, and when a month begins.</summary>
    public async ValueTask<MonthList> Get()
    {
        if (_list is { } list) return list;
        var changes = Interlocked.Read(ref _changes);
        var read = new MonthList(await Read());
        if (Interlocked.Read(ref _changes) == changes) _list = read;
        return read;
    }

    /// <summary>The current version of a month that has articles.</summary>
    public MonthVersion VersionOf(Month month) => _versions.GetOrAdd(month, static _ => new MonthVersion());

    /// <summary>Applies the next entry. The log does not say of which month a withdrawn article was.</summary>
    public void Apply(Entry entry)
    {
        if (entry.IsSkipped || entry.Part is not null) return;
        if (entry.Article.PublishedAt is { } published)
        {
            foreach (var month in new[] { Month.Of(published), Month.Of(entry.At) }.Distinct()) _versions.TryRemove(month, out _);
            if (_list is null || _list.Months.Contains(Month.Of(published))) return;
        }
        else
        {
            _versions.Clear();
        }

        Interlocked.Increment(ref _changes);
        _list = null;
    }

    private async Task<ImmutableArray<Month>> Read()
    {
        List<Month> months = [];
        for (var before = ListPosition.Newest; months.Count < MaxMonths && await store.ListPublic([Topic.News], before, 1) is [var latest]; before = months[^1].Start)
            months.Add(Month.Of(DateTimeOffset.FromUnixTimeMilliseconds(latest.Position.At)));
        return [.. months];
    }
}

/// <summary>The months with articles, latest first.</summary>
internal sealed record MonthList(ImmutableArray<Month> Months);

/// <summary>A state of the articles of a month.</summary>
internal sealed class MonthVersion;
