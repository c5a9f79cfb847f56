using NewsHub.Trending.Ranking.Formulas;

namespace NewsHub.Trending.Ranking;

/// <summary>
/// The candidates for one ranking, best first. More are kept than are shown, so that a removal leaves no hole; whoever is below the last
/// of a full board need not report: 100 × about 500 bytes = 50 KB.
/// </summary>
public sealed class RankingBoard(RankingKey key, RankingFormula formula)
{
    /// <summary>Most articles on the board.</summary>
    public const int Capacity = 100;

    /// <summary>Places that are pushed to readers.</summary>
    public const int Shown = 20;

    private readonly Dictionary<string, Standing> _standings = [];
    private readonly SortedSet<Standing> _order = new(BestFirst);
    private DateTimeOffset _latest;

    /// <summary>All candidates, best first.</summary>
    public IReadOnlyCollection<Standing> Standings => _order;

    /// <summary>The score below which a standing has no place.</summary>
    public double Threshold => _order.Count < Capacity ? double.NegativeInfinity : _order.Max!.Score;

    /// <summary>Takes an article's newest standing in place of its last one; false: it has no place.</summary>
    public bool Put(Standing standing)
    {
        if (!double.IsFinite(standing.Score)) return false;
        Remove(standing.Counts.ArticleId);
        if (standing.Score < Threshold) return false;
        _standings[standing.Counts.ArticleId] = standing;
        _order.Add(standing);
        if (standing.Why?.At > _latest) _latest = standing.Why.At;
        if (_order.Count > Capacity) Remove(_order.Max!.Counts.ArticleId);
        return true;
    }

    /// <summary>Limits scores that were written by a clock that ran ahead to <paramref name="now"/>; false: there were none.</summary>
    public bool Settle(DateTimeOffset now)
    {
        if (_latest <= now) return false;
        _latest = now;
        var ahead = _order.Where(standing => standing.Why?.At > now).ToList();
        foreach (var standing in ahead) Remove(standing.Counts.ArticleId);
        foreach (var standing in ahead) Put(standing.NotAfter(now, formula.HalfLife));
        return ahead.Count > 0;
    }

    public bool Remove(string articleId) => _standings.Remove(articleId, out var standing) && _order.Remove(standing);

    /// <summary>The best articles with their decayed scores at a time.</summary>
    public Ranking Snapshot(long version, DateTimeOffset at, int places = Shown) =>
        new(key.Name, key.Section, version, at, _order.Take(places).Select((standing, index) => Place(index + 1, standing, at)).ToArray());

    /// <summary>The same with what each score is made of.</summary>
    public Ranking Explain(long version, DateTimeOffset at, int places) => Snapshot(version, at, places) with
    {
        Entries = _order.Take(places).Select((standing, index) => Place(index + 1, standing, at) with { Why = standing.Why }).ToArray(),
    };

    /// <summary>Whether readers would see a difference. That scores decay is none: the order stays.</summary>
    public bool DiffersFrom(Ranking shown) =>
        shown.Entries.Count != Math.Min(_order.Count, Shown) || !_order.Zip(shown.Entries).All(pair => IsSame(pair.First, pair.Second));

    private Place Place(int rank, Standing standing, DateTimeOffset at) => new(
        rank,
        standing.Counts.ArticleId,
        standing.Headline,
        standing.Url,
        Math.Round(formula.HalfLife.Value(standing.Score, at), 2),
        standing.Counts.Reads,
        standing.Counts.Readers,
        standing.Counts.Reactions);

    private static bool IsSame(Standing standing, Place place) =>
        standing.Counts.ArticleId == place.ArticleId
        && standing.Headline == place.Headline
        && standing.Url == place.Url
        && standing.Counts.Reads == place.Reads
        && standing.Counts.Readers == place.Readers
        && place.HasSameReactions(standing.Counts.Reactions);

    private static readonly Comparer<Standing> BestFirst = Comparer<Standing>.Create((one, other) =>
        other.Score.CompareTo(one.Score) is var order and not 0
            ? order
            : string.CompareOrdinal(one.Counts.ArticleId, other.Counts.ArticleId));
}
