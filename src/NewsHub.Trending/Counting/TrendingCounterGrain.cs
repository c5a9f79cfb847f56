using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NewsHub.Trending.Fairness;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Trending.Recording;
using NewsHub.Wire;

namespace NewsHub.Trending.Counting;

[CollectionAgeLimit(Minutes = 2)] // requests for unknown articles activate grains too; collect them soon
internal sealed partial class TrendingCounterGrain(
    [PersistentState("counter", "newshub")] IPersistentState<CounterState> state,
    IWireStore wire,
    IReactionStore reactions,
    IOptions<TrendingOptions> options,
    IOptions<FairnessOptions> fairness,
    FairnessMetrics metrics,
    TrendingLog log,
    RankingFormulas formulas,
    RankingCache rankings,
    UsualReadersRelay usual,
    WallClock clock,
    TimeProvider time,
    ILogger<TrendingCounterGrain> logger) : Grain, ITrendingCounterGrain
{
    /// <summary>Minimum interval between two reports to those who watch the counts.</summary>
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    /// <summary>Interval between saves; a crash loses at most the counts of this time.</summary>
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(5);

    /// <summary>Keys of the rankings that hold the article and must be notified when it leaves.</summary>
    private readonly HashSet<string> _rankings = [];

    /// <summary>
    /// How long a ranking's threshold is valid. A threshold written by a clock that ran ahead would otherwise suppress reports until that time.
    /// </summary>
    private static readonly TimeSpan ThresholdLifetime = TimeSpan.FromMinutes(5);

    /// <summary>The last threshold of each ranking; a lower score is not reported.</summary>
    private readonly Dictionary<string, Threshold> _thresholds = [];

    private readonly CountsWatchers _watchers = new(time);
    private IGrainTimer? _reporting;

    private Counter _counter = new(new CounterState());
    private IReadOnlyDictionary<string, long> _reactions = new Dictionary<string, long>();
    private WireArticle? _article;
    private ArticleReactions _given = null!;

    /// <summary>Increases when <see cref="_article"/> is read again, so that an older read that completes later does not replace it.</summary>
    private int _articleReads;

    private bool _changed;

    /// <summary>Number of ticks until the score is reported again; 0 when no report is due.</summary>
    private int _ticksToReport;

    /// <summary>The article has changed or left a ranking, and not all rankings have been notified.</summary>
    private bool _isArticleStale;

    private string Id => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _counter = new Counter(state.State, options.Value, fairness.Value, metrics.RecordIgnored, formulas);
        _given = new ArticleReactions(Id, reactions, fairness.Value.Reactions, () => GrainFactory.GetGrain<IReaderKeyGrain>(0).Get());
        _rankings.UnionWith(state.State.Rankings);
        _article = await wire.FindPublic(Id, cancellationToken);
        if (_article is not null) await StartCounting(_article);
        _isArticleStale = RankingsToLeave().Any();
        this.RegisterGrainTimer(Maintain, SaveInterval, SaveInterval);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _changed ? Save(cancellationToken) : Task.CompletedTask;

    public async Task<Counts?> Count(ReadBatch batch)
    {
        if (await FindArticle() is null) return null;
        var now = clock.Now;
        UseCurrentFormulas(now);
        _counter.Usual = usual.Current;
        if (_counter.Count(batch, now))
        {
            Record(new TrendingEvent(now, Id, Batch: batch));
            _changed = true;
            // Recently counted readers are kept in memory only, so the grain stays active until they may count again.
            DelayDeactivation(fairness.Value.AgainAfter);
            await Report(_article!);
        }
        return _counter.ToCounts(Id, _reactions);
    }

    public async Task<Counts?> React(ulong reader, string reaction, bool on, ulong today, ulong address, ulong network, ulong former)
    {
        if (await FindArticle() is null) return null;
        var change = await SetReaction(new GivenReaction(reaction, reader, former, address, network), on);
        if (change is ReactionChange.OverLimit)
        {
            metrics.RecordIgnored(ExclusionReason.Origin, 1);
            return _counter.ToCounts(Id, _reactions) with { IsOverLimit = true };
        }
        if (change is ReactionChange.Added or ReactionChange.Removed)
        {
            _reactions = Reactions.With(_reactions, reaction, on ? 1 : -1);
            var now = clock.Now;
            UseCurrentFormulas(now);
            if (on) _counter.React(today, now);
            else _counter.TakeBack(today, now);
            Record(new TrendingEvent(now, Id, Reaction: new RecordedReaction(today, reaction, on)));
            _changed = true;
            await Report(_article!);
        }
        return _counter.ToCounts(Id, _reactions);
    }

    public async Task<Counts?> Get() => await FindArticle() is null ? null : _counter.ToCounts(Id, _reactions);

    public async Task<Counts?> Watch(ICountsWatcher watcher)
    {
        if (await FindArticle() is null) return null;
        _watchers.Add(watcher);
        _reporting ??= this.RegisterGrainTimer(ReportToWatchers, ReportInterval, ReportInterval);
        return _counter.ToCounts(Id, _reactions);
    }

    public Task ArticleChanged()
    {
        _isArticleStale = true;
        return Maintain(CancellationToken.None);
    }

    private async Task Maintain(CancellationToken stopping)
    {
        if (clock.Now is var now && _counter.ClampTo(now))
        {
            Record(new TrendingEvent(now, Id));
            _changed = true;
        }
        UseCurrentFormulas(now);
        if (_counter.TakeCounted(now) is { } counted) usual.Add(counted);
        if (_isArticleStale) await RefreshArticle(stopping);
        // A ranking may have crashed before it saved the last report. By this tick it has either saved or lost it.
        if (_ticksToReport > 0 && --_ticksToReport == 0 && _article is { } article) await ReportWhereDue(article);
        if (_changed) await Save(stopping);
    }

    private async Task RefreshArticle(CancellationToken stopping)
    {
        try
        {
            _articleReads++;
            _article = await wire.FindPublic(Id, stopping);
            if (_article is not null) _reactions = await _given.Count();
            Record(new TrendingEvent(clock.Now, Id, Card: _article is null ? null : RecordedCard.Of(_article), IsGone: _article is null ? true : null));
            foreach (var key in RankingsToLeave().ToList()) await LeaveRanking(key);
            _isArticleStale = false;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogArticleNotRefreshed(failure, Id);
        }
        if (_article is not null) await Report(_article);
    }

    /// <summary>The rankings in which the article no longer belongs.</summary>
    private IEnumerable<string> RankingsToLeave() =>
        _article is null ? _rankings : _rankings.Except(formulas.KeysOf(_article.Section).Select(key => key.ToString()));

    private async Task LeaveRanking(string key)
    {
        await GrainFactory.GetGrain<IRankingGrain>(key).Remove(Id);
        _rankings.Remove(key);
        _thresholds.Remove(key);
        _changed = true;
    }

    private Task Report(WireArticle article)
    {
        _ticksToReport = 2;
        return ReportWhereDue(article);
    }

    private async Task ReportWhereDue(WireArticle article)
    {
        var due = formulas.KeysOf(article.Section).Where(IsDue).ToList();
        var added = due.Select(key => key.ToString()).Where(_rankings.Add).ToList();
        if (added.Count > 0) await SaveBeforeReport(added);
        await Task.WhenAll(due.Select(key => Report(key, article)));
    }

    // Saved before the first report, so that after a crash the counter still knows which rankings hold the article.
    private async Task SaveBeforeReport(List<string> added)
    {
        try
        {
            await Save(CancellationToken.None);
        }
        catch
        {
            _rankings.ExceptWith(added); // the next report saves them first again
            throw;
        }
    }

    private bool IsDue(RankingKey key)
    {
        var score = _counter.Score(formulas.Of(key));
        return double.IsFinite(score)
            && !(_thresholds.TryGetValue(key.ToString(), out var known) && score < known.Score && (clock.Now - known.At).Duration() < ThresholdLifetime);
    }

    private async Task Report(RankingKey key, WireArticle article)
    {
        var formula = formulas.Of(key);
        var standing = new Standing(article.Headline ?? "", article.Url, _counter.Score(formula), _counter.ToCounts(Id, _reactions), _counter.Explain(formula), article.Language);
        try
        {
            _thresholds[key.ToString()] = new Threshold(await GrainFactory.GetGrain<IRankingGrain>(key.ToString()).Report(standing), clock.Now);
        }
        catch (Exception failure)
        {
            _ticksToReport = 1;
            LogRankingNotUpdated(failure, key, Id);
        }
    }

    private async Task<ReactionChange> SetReaction(GivenReaction given, bool on)
    {
        try
        {
            return on ? await _given.Add(given) : await _given.Remove(given);
        }
        catch
        {
            // It is unknown whether the reaction was stored; the next tick counts again.
            _isArticleStale = true;
            throw;
        }
    }

    private async Task Save(CancellationToken stopping)
    {
        _changed = false;
        state.State = _counter.ToState(_rankings);
        try
        {
            await state.WriteStateAsync(stopping);
        }
        catch
        {
            _changed = true;
            throw;
        }
    }

    // Looks the article up again when it was not public: its first publication is not announced.
    private async ValueTask<WireArticle?> FindArticle()
    {
        if (_article is not null) return _article;
        var read = ++_articleReads;
        var article = await wire.FindPublic(Id);
        if (article is null) DeactivateOnIdle(); // a request for an unknown id must not keep an activation in memory
        if (article is null || read != _articleReads) return _article;
        _article = article;
        await StartCounting(article);
        return _article;
    }

    private Task ReportToWatchers(CancellationToken stopping)
    {
        if (_article is not null) _watchers.Report(_counter.ToCounts(Id, _reactions));
        if (!_watchers.IsEmpty) return Task.CompletedTask;
        _reporting?.Dispose();
        _reporting = null;
        return Task.CompletedTask;
    }

    // A threshold is a score at one half-life.
    private void UseCurrentFormulas(DateTimeOffset now)
    {
        if (!_counter.Use(formulas, now)) return;
        _thresholds.Clear();
        _changed = true;
        Record(new TrendingEvent(now, Id, HalfLifeSeconds: formulas.Find(RankingFormula.Rising.Name)?.HalfLife.Length.TotalSeconds));
    }

    /// <summary>Lets a new article start where the shown ones are on average. While the ranking cannot be read it starts at zero.</summary>
    private async Task StartScore(WireArticle article)
    {
        foreach (var formula in formulas.All.Where(formula => formula.HasPrior))
            if (await rankings.Find(formula.Name) is { } shown)
                _counter.Start(shown.MeanValue(clock.Now, formula.HalfLife), article.PublishedAt ?? clock.Now);
    }

    /// <param name="article">The field may be null again after a wait, because a kill comes between.</param>
    private async Task StartCounting(WireArticle article)
    {
        if (_counter.IsNew) await StartScore(article);
        _reactions = await _given.Count();
        Record(new TrendingEvent(clock.Now, Id, Restored: new RecordedState(_counter.ToState(_rankings), _reactions), Card: RecordedCard.Of(article)));
    }

    private void Record(TrendingEvent trendingEvent)
    {
        if (log.IsEnabled) log.Write(trendingEvent);
    }

    [LoggerMessage(3001, LogLevel.Warning, "Counter {ArticleId} could not apply a change of its article; retrying within 5 seconds")]
    private partial void LogArticleNotRefreshed(Exception failure, string articleId);

    [LoggerMessage(3002, LogLevel.Warning, "Ranking {Ranking} was not updated with {ArticleId}; retrying within 5 seconds")]
    private partial void LogRankingNotUpdated(Exception failure, RankingKey ranking, string articleId);

    private readonly record struct Threshold(double Score, DateTimeOffset At);
}
