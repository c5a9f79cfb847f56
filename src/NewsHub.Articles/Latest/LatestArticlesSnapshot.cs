using System.Collections.Immutable;
using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;

namespace NewsHub.Articles.Latest;

/// <summary>The latest public articles after the entry at <see cref="Cursor"/>.</summary>
public sealed record LatestArticlesSnapshot
{
    /// <summary>Maximum number of articles: 1,000 × about 1 KB = 1 MB. An entry that changes the list copies at most 16 KB.</summary>
    public const int MaxArticles = 1000;

    /// <summary>Maximum number of breaking articles that are shown. Alerts expire, so there are rarely more than a few.</summary>
    public const int MaxBreaking = 20;

    /// <summary>Maximum number of breaking articles in memory, from which those that expire are replaced: more than one day of alerts.</summary>
    public const int MaxAlerted = 200;

    /// <summary>Number of <see cref="Erasures"/>, each about 0.2 KB without its content.</summary>
    private const int MaxErasures = 100;

    public required Cursor Cursor { get; init; }

    /// <summary>The last entries that erased something, oldest first: withdrawals and redactions. What others remember of these articles may be older.</summary>
    public ImmutableArray<Entry> Erasures { get; private init; } = [];

    /// <summary>True when all public articles are in memory. Once one was left out, lists with few articles in memory need the store, whatever is withdrawn.</summary>
    public bool IsComplete { get; private init; } = true;

    /// <summary>Public articles, latest first: by date, or by arrival if they have no date in the past.</summary>
    public IEnumerable<ListedArticle> Articles => _places.Where(place => place.Article.Headline is not null);

    /// <summary>Articles with an active alert: the most severe first, then the latest published.</summary>
    public IReadOnlyList<WireArticle> Breaking => [.. _alerted.Take(MaxBreaking)];

    /// <summary>Articles with an active alert, in the order of <see cref="Breaking"/>.</summary>
    private ImmutableArray<WireArticle> _alerted = [];

    /// <summary>All articles, latest position first. A withheld article keeps its place without content, in case it is published again.</summary>
    private ImmutableArray<ListedArticle> _places = [];

    /// <summary>The position of each article in <see cref="_places"/>: 1,000 × about 100 B = 0.1 MB.</summary>
    private ImmutableDictionary<string, ListPosition> _positions = ImmutableDictionary<string, ListPosition>.Empty;

    /// <summary>Creates a snapshot from the lists of the store.</summary>
    /// <param name="latest">The latest articles, latest first.</param>
    /// <param name="alerted">Articles that have or had an alert, of any age.</param>
    public static LatestArticlesSnapshot Load(Cursor cursor, IEnumerable<ListedArticle> latest, IEnumerable<ListedArticle> alerted)
    {
        ImmutableArray<ListedArticle> places = [.. latest.Take(MaxArticles)];
        return new LatestArticlesSnapshot
        {
            Cursor = cursor,
            IsComplete = places.Length < MaxArticles,
            _places = places,
            _positions = places.ToImmutableDictionary(place => place.Article.Id, place => place.Position),
            _alerted = Sorted(alerted.Select(listed => listed.Article).Where(article => article.Alert is not null)),
        };
    }

    /// <summary>Finds a public article; null when it is not among the latest.</summary>
    public WireArticle? Find(string id) =>
        IndexOf(id) is >= 0 and var index && _places[index].Article is { Headline: not null } article ? article : null;

    /// <summary>Applies the next entry of the wire.</summary>
    public LatestArticlesSnapshot Apply(Entry entry)
    {
        var next = this with { Cursor = entry.Cursor };
        if (entry.IsSkipped || entry.Part is not null) return next;
        if (entry.ErasesUpTo > 0) next = next with { Erasures = [.. Erasures.TakeLast(MaxErasures - 1), entry] };
        var index = IndexOf(entry.Article.Id);
        // The list may have been loaded after the cursor was read, and then holds a newer version than the entry.
        if (index >= 0 && _places[index].Article.Version > entry.Article.Version) return next;
        return next.UpdateList(entry, index) with { _alerted = AlertedAfter(entry) };
    }

    private LatestArticlesSnapshot UpdateList(Entry entry, int index) => (entry.Kind, index) switch
    {
        (EntryKind.Killed, >= 0) => this with { _places = _places.RemoveAt(index), _positions = _positions.Remove(entry.Article.Id) },
        (_, >= 0) => this with { _places = _places.SetItem(index, _places[index] with { Article = entry.Article }) },
        (EntryKind.Published, _) => Insert(new ListedArticle(PositionOf(entry), entry.Article)),
        _ => this,
    };

    private LatestArticlesSnapshot Insert(ListedArticle place)
    {
        var index = ~_places.AsSpan().BinarySearch(new PositionKey(place.Position));
        // Behind the last one may be articles that only the store has.
        if (index == _places.Length && (!IsComplete || index == MaxArticles)) return this with { IsComplete = false };
        var isOneLeftOut = _places.Length == MaxArticles;
        var (kept, positions) = isOneLeftOut ? (_places.RemoveAt(MaxArticles - 1), _positions.Remove(_places[^1].Article.Id)) : (_places, _positions);
        return this with
        {
            _places = kept.Insert(index, place),
            _positions = positions.SetItem(place.Article.Id, place.Position),
            IsComplete = IsComplete && !isOneLeftOut,
        };
    }

    /// <summary>The position that the store gives the article.</summary>
    private ListPosition PositionOf(Entry entry)
    {
        var date = Backdating.ListedAt(entry.Article.PublishedAt, entry.At)?.ToUnixTimeMilliseconds();
        var newest = _places.Length > 0 ? _places[0].Position.At : 0;
        return new ListPosition(date ?? Math.Max(entry.At.ToUnixTimeMilliseconds(), newest), entry.Seq);
    }

    private ImmutableArray<WireArticle> AlertedAfter(Entry entry)
    {
        if (entry.Article.Alert is null && !_alerted.Any(article => article.Id == entry.Article.Id)) return _alerted;
        var others = _alerted.Where(article => article.Id != entry.Article.Id);
        return entry.Article.Alert is null ? [.. others] : Sorted(others.Append(entry.Article));
    }

    private int IndexOf(string id) => _positions.TryGetValue(id, out var position) ? _places.AsSpan().BinarySearch(new PositionKey(position)) : -1;

    private static ImmutableArray<WireArticle> Sorted(IEnumerable<WireArticle> breaking) =>
        [.. breaking.OrderByDescending(article => article.Alert).ThenByDescending(article => article.PublishedAt).Take(MaxAlerted)];

    private readonly record struct PositionKey(ListPosition Position) : IComparable<ListedArticle>
    {
        // Latest position first.
        public int CompareTo(ListedArticle? other) =>
            (other?.Position.At ?? 0, other?.Position.Sequence ?? 0).CompareTo((Position.At, Position.Sequence));
    }
}
