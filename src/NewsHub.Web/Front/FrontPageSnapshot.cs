using System.Collections.Immutable;
using NewsHub.Wire;

namespace NewsHub.Web.Front;

/// <summary>The front page after the entry at <see cref="Cursor"/>; a change makes another one.</summary>
public sealed record FrontPageSnapshot
{
    /// <summary>Most articles kept: 1,000 × about 1 KB = 1 MB, and 8 KB copied for an entry that changes the list.</summary>
    public const int MaxArticles = 1000;

    /// <summary>Most breaking articles kept; alerts clear by themselves, so there are rarely more than a few.</summary>
    public const int MaxBreaking = 20;

    public required Cursor Cursor { get; init; }

    /// <summary>Older articles may be in the store, and only there.</summary>
    public bool IsFull => _places.Length >= MaxArticles;

    /// <summary>Public articles, the latest first published on top.</summary>
    public IEnumerable<ListedArticle> Articles => _places.Where(place => place.Article.Headline is not null);

    /// <summary>What is breaking: the loudest on top, then the latest published.</summary>
    public ImmutableArray<WireArticle> Breaking { get; private init; } = [];

    /// <summary>Every article, the highest position first. A withheld one keeps its place, without content, for when it is published again.</summary>
    private ImmutableArray<ListedArticle> _places = [];

    /// <summary>The position of each article in <see cref="_places"/>: 1,000 × about 100 B = 0.1 MB.</summary>
    private ImmutableDictionary<string, long> _positions = ImmutableDictionary<string, long>.Empty;

    /// <summary>A front page of what the store lists.</summary>
    /// <param name="latest">The latest published first.</param>
    /// <param name="alerted">Articles that carry or once carried an alert, however old.</param>
    public static FrontPageSnapshot Load(Cursor cursor, IEnumerable<ListedArticle> latest, IEnumerable<ListedArticle> alerted)
    {
        ImmutableArray<ListedArticle> places = [.. latest.Take(MaxArticles)];
        return new FrontPageSnapshot
        {
            Cursor = cursor,
            _places = places,
            _positions = places.ToImmutableDictionary(place => place.Article.Id, place => place.Position),
            Breaking = Sorted(alerted.Select(listed => listed.Article).Where(article => article.Alert is not null)),
        };
    }

    /// <summary>A public article; null: this page lists no such one.</summary>
    public WireArticle? Find(string id) =>
        IndexOf(id) is >= 0 and var known && _places[known].Article is { Headline: not null } article ? article : null;

    /// <summary>The front page after <paramref name="entry"/>, the next one on the wire.</summary>
    public FrontPageSnapshot Apply(Entry entry)
    {
        var next = this with { Cursor = entry.Cursor };
        if (entry.IsSkipped) return next;
        var known = IndexOf(entry.Article.Id);
        // The list may have been loaded a moment after the cursor: what it knows already is newer than the entry.
        if (known >= 0 && _places[known].Article.Version > entry.Article.Version) return next;
        return next.Place(entry, known) with { Breaking = BreakingAfter(entry) };
    }

    private FrontPageSnapshot Place(Entry entry, int known) => (entry.Kind, known) switch
    {
        (EntryKind.Killed, >= 0) => this with { _places = _places.RemoveAt(known), _positions = _positions.Remove(entry.Article.Id) },
        (_, >= 0) => this with { _places = _places.SetItem(known, _places[known] with { Article = entry.Article }) },
        (EntryKind.Published, _) => OnTop(new ListedArticle(entry.Seq, entry.Article)),
        _ => this,
    };

    private FrontPageSnapshot OnTop(ListedArticle place)
    {
        var kept = _places.AsSpan(0, Math.Min(_places.Length, MaxArticles - 1));
        var positions = kept.Length < _places.Length ? _positions.Remove(_places[^1].Article.Id) : _positions;
        return this with { _places = [place, .. kept], _positions = positions.SetItem(place.Article.Id, place.Position) };
    }

    private ImmutableArray<WireArticle> BreakingAfter(Entry entry)
    {
        if (entry.Article.Alert is null && !Breaking.Any(article => article.Id == entry.Article.Id)) return Breaking;
        var others = Breaking.Where(article => article.Id != entry.Article.Id);
        return entry.Article.Alert is null ? [.. others] : Sorted(others.Append(entry.Article));
    }

    private int IndexOf(string id) => _positions.TryGetValue(id, out var position) ? _places.AsSpan().BinarySearch(new At(position)) : -1;

    private static ImmutableArray<WireArticle> Sorted(IEnumerable<WireArticle> breaking) =>
        [.. breaking.OrderByDescending(article => article.Alert).ThenByDescending(article => article.PublishedAt).Take(MaxBreaking)];

    private readonly record struct At(long Position) : IComparable<ListedArticle>
    {
        public int CompareTo(ListedArticle? other) => (other?.Position ?? 0).CompareTo(Position); // the highest comes first
    }
}
