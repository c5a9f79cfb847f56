using System.Text.Json;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;

namespace NewsHub.Trending.Recording;

/// <summary>
/// Recorded events through the same counters and boards as in a hub, with the recorded clock: the same file always gives the same rankings,
/// byte for byte.
/// </summary>
public sealed class Replay
{
    private readonly Dictionary<string, Replayed> _articles = [];
    private readonly SortedDictionary<string, RankingBoard> _boards = new(StringComparer.Ordinal);
    private RecordedOptions? _options;

    /// <summary>The time of the last event.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>All rankings that ever had an article, by name, as they were after the last event.</summary>
    public IEnumerable<Ranking.Ranking> Rankings => _boards.Values.Select(board => board.Snapshot(At.ToUnixTimeMilliseconds(), At));

    /// <summary>One ranking as it was at a time.</summary>
    public Ranking.Ranking RankingAt(RankingKey key, long version, DateTimeOffset at) =>
        (_boards.GetValueOrDefault(key.ToString()) ?? new RankingBoard(key, RankingFormulas.BuiltIn.Of(key))).Snapshot(version, at);

    /// <exception cref="FormatException">The line is no event, or says that events before it are missing.</exception>
    public void Apply(string line)
    {
        try
        {
            Apply(JsonSerializer.Deserialize(line, TrendingJson.Default.TrendingEvent) ?? throw new FormatException("An event is missing."));
        }
        catch (JsonException failure)
        {
            throw new FormatException($"This is no event: {failure.Message}", failure);
        }
    }

    /// <exception cref="FormatException">Events before it are missing.</exception>
    public void Apply(TrendingEvent happened)
    {
        if (happened.Missing is { } missing) throw new FormatException($"{missing} events were not recorded before {happened.At:O}.");
        _options = happened.Law ?? _options ?? throw new FormatException("A recording begins with its law.");
        At = happened.At > At ? happened.At : At;
        if (happened.ArticleId is not { } id) return;
        if (happened.Restored is { } restored) _articles[id] = new Replayed(NewCounter(restored.State), restored.Given, _articles.GetValueOrDefault(id)?.Card);
        var article = _articles.TryGetValue(id, out var known) ? known : _articles[id] = new Replayed(NewCounter(new CounterState()), new Dictionary<string, long>(), null);
        if (article.Counter.Settle(happened.At))
            foreach (var board in _boards.Values)
                board.Settle(happened.At);
        _articles[id] = article = Change(article, happened);
        Rank(id, article);
    }

    private static Replayed Change(Replayed article, TrendingEvent happened)
    {
        if (happened.Batch is { } batch) article.Counter.Count(batch, happened.At);
        if (happened.Reaction is { On: true } given) article.Counter.React(given.Today, happened.At);
        if (happened.Reaction is { On: false } taken) article.Counter.TakeBack(taken.Today, happened.At);
        return article with
        {
            Card = happened.IsGone == true ? null : happened.Card ?? article.Card,
            Given = happened.Reaction is { } reaction ? Reactions.With(article.Given, reaction.Kind, reaction.On ? 1 : -1) : article.Given,
        };
    }

    private void Rank(string id, Replayed article)
    {
        var rankings = article.Card is null ? [] : RankingFormulas.BuiltIn.KeysOf(article.Card.Section).ToDictionary(key => key.ToString());
        foreach (var (name, board) in _boards)
            if (!rankings.ContainsKey(name))
                board.Remove(id);
        foreach (var (name, key) in rankings)
        {
            var formula = RankingFormulas.BuiltIn.Of(key);
            if (!_boards.TryGetValue(name, out var board)) _boards.Add(name, board = new RankingBoard(key, formula));
            var score = article.Counter.Score(formula);
            board.Put(new Standing(article.Card!.Headline, article.Card.Url, score, article.Counter.Show(id, article.Given), article.Counter.Explain(formula)));
        }
    }

    private Counter NewCounter(CounterState state) => new(
        state, new TrendingOptions { ReaderWeight = _options!.ReaderWeight, ReactionWeight = _options.ReactionWeight }, _options.Fairness);

    private sealed record Replayed(Counter Counter, IReadOnlyDictionary<string, long> Given, RecordedCard? Card);
}
