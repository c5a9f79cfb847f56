using NewsHub.Trending.Ranking.Formulas;

namespace NewsHub.Trending.Ranking;

/// <summary>
/// The candidates of one ranking, best first. Keeps more articles than are shown, so that a removed one can be replaced. Articles that score
/// below the last of a full board need not report. Memory: 100 × about 500 bytes = 50 KB.
/// </summary>
public sealed class RankingBoard(RankingKey key, RankingFormula formula)
{
    private RankingFormula _formula = formula;

    /// <summary>Maximum number of articles on the board.</summary>
    public const int Capacity = 100;

    /// <summary>Number of places pushed to readers.</summary>
    public const int Shown = 20;

    private readonly Dictionary<string, Standing> _standings = [];
    private readonly SortedSet<Standing> _order = new(BestFirst);
    private DateTimeOffset _latest;

    /// <summary>All candidates, best first.</summary>
    public IReadOnlyCollection<Standing> Standings => _order;

    /// <summary>Standings with a lower score do not get a place.</summary>
    public double Threshold => _order.Count < Capacity ? double.NegativeInfinity : _order.Max!.Score;

    /// <summary>Adds an article's standing or replaces its previous one. Returns false when the article gets no place.</summary>
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

    /// <summary>Limits standings written by a clock that ran ahead to <paramref name="now"/>. Returns false when there were none.</summary>
    public bool ClampTo(DateTimeOffset now)
    {
        if (_latest <= now) return false;
        _latest = now;
        var ahead = _order.Where(standing => standing.Why?.At > now).ToList();
        foreach (var standing in ahead) Remove(standing.Counts.ArticleId);
        foreach (var standing in ahead) Put(standing.NotAfter(now, _formula.HalfLife));
        return ahead.Count > 0;
    }

    /// <summary>Continues with the half-life of this formula. Values at <paramref name="now"/>, and with them the order, stay the same.</summary>
    public void Use(RankingFormula formula, DateTimeOffset now)
    {
        if (formula == _formula) return;
        _formula = formula;
        var standings = _order.ToList();
        _order.Clear();
        _standings.Clear();
        foreach (var standing in standings) Put(standing.In(formula.HalfLife, now));
    }

    public bool Remove(string articleId) => _standings.Remove(articleId, out var standing) && _order.Remove(standing);

    /// <summary>The best articles with their decayed scores at the given time.</summary>
    public Ranking Snapshot(long version, DateTimeOffset at, int places = Shown) =>
        new(key.Name, key.Section, version, at, _order.Take(places).Select((standing, index) => Place(index + 1, standing, at)).ToArray());

    /// <summary>Like <see cref="Snapshot"/>, with the inputs of each score.</summary>
    public Ranking Explain(long version, DateTimeOffset at, int places) => Snapshot(version, at, places) with
    {
        Entries = _order.Take(places).Select((standing, index) => Place(index + 1, standing, at) with { Why = standing.Why }).ToArray(),
    };

    /// <summary>True when readers would see a difference. Decay of scores is not a difference, because it keeps the order.</summary>
    public bool DiffersFrom(Ranking shown) =>
        shown.Entries.Count != Math.Min(_order.Count, Shown) || !_order.Zip(shown.Entries).All(pair => IsSame(pair.First, pair.Second));

    private Place Place(int rank, Standing standing, DateTimeOffset at) => new(
        rank,
        standing.Counts.ArticleId,
        standing.Headline,
        standing.Url,
        Math.Round(_formula.HalfLife.Value(standing.Score, at), 2),
        standing.Counts.Reads,
        standing.Counts.Readers,
        standing.Counts.Reactions,
        Language: standing.Language);

    private static bool IsSame(Standing standing, Place place) =>
        standing.Counts.ArticleId == place.ArticleId
        && standing.Headline == place.Headline
        && standing.Url == place.Url
        && standing.Language == place.Language
        && standing.Counts.Reads == place.Reads
        && standing.Counts.Readers == place.Readers
        && place.HasSameReactions(standing.Counts.Reactions);

    private static readonly Comparer<Standing> BestFirst = Comparer<Standing>.Create((one, other) =>
        other.Score.CompareTo(one.Score) is var order and not 0
            ? order
            : string.CompareOrdinal(one.Counts.ArticleId, other.Counts.ArticleId));
}
