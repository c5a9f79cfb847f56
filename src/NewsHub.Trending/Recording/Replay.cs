using System.Text.Json;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Fairness;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;

namespace NewsHub.Trending.Recording;

/// <summary>
/// Applies recorded events to the same counters and boards as in a hub, with the recorded clock. The same file always gives the same rankings,
/// byte for byte.
/// </summary>
public sealed class Replay
{
    private readonly Dictionary<string, ReplayedArticle> _articles = [];
    private readonly SortedDictionary<string, RankingBoard> _boards = new(StringComparer.Ordinal);
    private readonly RankingFormulas _formulas = new(RankingFormulas.BuiltIn.All);
    private RecordedOptions? _options;
    private UsualReaders _usual = UsualReaders.None;

    /// <summary>The time of the last event.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>All rankings that ever had an article, ordered by name, as of the last event.</summary>
    public IEnumerable<Ranking.Ranking> Rankings => _boards.Values.Select(board => board.Snapshot(At.ToUnixTimeMilliseconds(), At));

    /// <summary>One ranking with its scores at the given time.</summary>
    public Ranking.Ranking RankingAt(RankingKey key, long version, DateTimeOffset at) =>
        (_boards.GetValueOrDefault(key.ToString()) ?? new RankingBoard(key, _formulas.Of(key))).Snapshot(version, at);

    /// <exception cref="FormatException">The line is not a valid event, or reports missing events before it.</exception>
    public void Apply(string line)
    {
        try
        {
            Apply(JsonSerializer.Deserialize(line, TrendingJson.Default.TrendingEvent) ?? throw new FormatException("The line is not an event but null."));
        }
        catch (JsonException failure)
        {
            throw new FormatException($"The line is not a valid event: {failure.Message}", failure);
        }
    }

    /// <exception cref="FormatException">The event reports missing events before it, or the recording does not begin with its options.</exception>
    public void Apply(TrendingEvent trendingEvent)
    {
        if (trendingEvent.Missing is { } missing) throw new FormatException($"{missing} events were not recorded before {trendingEvent.At:O}.");
        _options = trendingEvent.Options ?? _options ?? throw new FormatException("A recording must begin with its options.");
        if (trendingEvent.Options is { } options) UseInRankings(options.Rising, trendingEvent.At);
        At = trendingEvent.At > At ? trendingEvent.At : At;
        if (trendingEvent is { ArticleId: null, HalfLifeSeconds: { } seconds }) UseInRankings(new HalfLife(TimeSpan.FromSeconds(seconds)), trendingEvent.At);
        _usual = trendingEvent.Usual ?? _usual;
        if (trendingEvent.ArticleId is not { } id) return;
        if (trendingEvent.Restored is { } restored) _articles[id] = new ReplayedArticle(NewCounter(restored.State), restored.Given, _articles.GetValueOrDefault(id)?.Card);
        var article = _articles.TryGetValue(id, out var known) ? known : _articles[id] = new ReplayedArticle(NewCounter(new CounterState()), new Dictionary<string, long>(), null);
        article.Counter.Usual = _usual;
        if (article.Counter.ClampTo(trendingEvent.At))
            foreach (var board in _boards.Values)
                board.ClampTo(trendingEvent.At);
        _articles[id] = article = ApplyTo(article, trendingEvent);
        UpdateRankings(id, article);
    }

    private void UseInRankings(HalfLife halfLife, DateTimeOffset at)
    {
        _formulas.Use(RankingFormula.Rising with { HalfLife = halfLife });
        foreach (var (name, board) in _boards)
            if (_formulas.TryFind(name, out var key)) board.Use(_formulas.Of(key), at);
    }

    private static ReplayedArticle ApplyTo(ReplayedArticle article, TrendingEvent trendingEvent)
    {
        if (trendingEvent.HalfLifeSeconds is { } seconds)
            article.Counter.Use(new RankingFormulas([RankingFormula.Rising with { HalfLife = new HalfLife(TimeSpan.FromSeconds(seconds)) }]), trendingEvent.At);
        if (trendingEvent.Batch is { } batch) article.Counter.Count(batch, trendingEvent.At);
        if (trendingEvent.Reaction is { On: true } given) article.Counter.React(given.Today, trendingEvent.At);
        if (trendingEvent.Reaction is { On: false } taken) article.Counter.TakeBack(taken.Today, trendingEvent.At);
        return article with
        {
            Card = trendingEvent.IsGone == true ? null : trendingEvent.Card ?? article.Card,
            Given = trendingEvent.Reaction is { } reaction ? Reactions.With(article.Given, reaction.Kind, reaction.On ? 1 : -1) : article.Given,
        };
    }

    private void UpdateRankings(string id, ReplayedArticle article)
    {
        var rankings = article.Card is null ? [] : _formulas.KeysOf(article.Card.Section).ToDictionary(key => key.ToString());
        foreach (var (name, board) in _boards)
            if (!rankings.ContainsKey(name))
                board.Remove(id);
        foreach (var (name, key) in rankings)
        {
            var formula = _formulas.Of(key);
            if (!_boards.TryGetValue(name, out var board)) _boards.Add(name, board = new RankingBoard(key, formula));
            var score = article.Counter.Score(formula);
            var standing = new Standing(article.Card!.Headline, article.Card.Url, score, article.Counter.ToCounts(id, article.Given), article.Counter.Explain(formula), article.Card.Language);
            board.Put(standing.In(formula.HalfLife, At));
        }
    }

    private Counter NewCounter(CounterState state) => new(
        state, new TrendingOptions { ReaderWeight = _options!.ReaderWeight, ReactionWeight = _options.ReactionWeight }, _options.Fairness, formulas: _formulas);

    private sealed record ReplayedArticle(Counter Counter, IReadOnlyDictionary<string, long> Given, RecordedCard? Card);
}
