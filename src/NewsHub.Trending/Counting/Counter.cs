using NewsHub.Trending.Fairness;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;

namespace NewsHub.Trending.Counting;

/// <summary>
/// Computes the counts and scores of one article. A score grows by the increase in counted readers since the previous update of the current
/// window, so the order and the number of a reader's reads do not matter.
/// </summary>
/// <remarks>The set of recently counted readers is not stored: after a crash a reader may count once more.</remarks>
public sealed class Counter
{
    /// <summary>Maximum age of a batch. Gateways retry for a shorter time, so an older time is wrong and is raised to this limit.</summary>
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);

    /// <summary>Maximum number of readers whose reaction arrived before their read: 1,000 × about 20 bytes = 20 KB.</summary>
    private const int MaxPendingReactions = 1_000;

    private readonly TrendingOptions _options;
    private readonly FairnessOptions _fairness;
    private readonly Action<ExclusionReason, long> _onIgnored;
    private readonly HyperLogLog _readers;
    private readonly BatchLedger _batches;
    private readonly Dictionary<string, DecayedScore> _scores;
    private readonly IReadOnlyList<RankingFormula> _formulas;
    private readonly Dictionary<string, long> _ignored;
    private readonly HashSet<ulong> _pendingReactions = [];
    private string? _dampenedBy;
    private long _version;
    private long _reads;
    private long _window = -1;
    private readonly RecentReaders _recent;
    private ReaderWindow _readerWindow;
    private ScoreIncrement _counted;
    private readonly CountedReaders _own = new();
    private CountedReaders _reported = new();
    private CountedReaders _unreported = new();

    /// <param name="onIgnored">Called with each exclusion reason and the number of reads or reactions excluded.</param>
    /// <param name="formulas">The formulas for which the counter keeps a score; null: <see cref="RankingFormulas.BuiltIn"/>.</param>
    public Counter(
        CounterState state, TrendingOptions? options = null, FairnessOptions? fairness = null, Action<ExclusionReason, long>? onIgnored = null,
        RankingFormulas? formulas = null)
    {
        _options = options ?? new TrendingOptions();
        _fairness = fairness ?? new FairnessOptions();
        _onIgnored = onIgnored ?? ((_, _) => { });
        _readers = HyperLogLog.FromBytes(state.Readers);
        _batches = new BatchLedger(state.Batches);
        _formulas = (formulas ?? RankingFormulas.BuiltIn).All;
        _scores = _formulas.ToDictionary(formula => formula.Name, formula => new DecayedScore(formula.HalfLife, state.ScoreOf(formula.Name)));
        _ignored = new Dictionary<string, long>(state.Evidence?.Ignored ?? new Dictionary<string, long>());
        _dampenedBy = state.Evidence?.DampenedBy;
        (_version, _reads) = (state.Version, state.Reads);
        _recent = new RecentReaders(_fairness);
        _readerWindow = new ReaderWindow(_fairness, Usual, _own);
    }

    /// <summary>The counted readers of all articles. A window keeps those with which it was opened.</summary>
    public UsualReaders Usual { get; set; } = UsualReaders.None;

    /// <summary>The readers counted since the last call, by where they came from; null when there are none.</summary>
    public UsualReaders? TakeCounted(DateTimeOffset now)
    {
        ReportCounted();
        if (_unreported.Readers <= 0) return null;
        var counted = _unreported.At(now);
        _unreported = new CountedReaders();
        return counted;
    }

    /// <summary>
    /// Limits times in the future, written by a clock that ran ahead, to <paramref name="now"/>: scores decay from now on, and the window
    /// and the period become the current ones. Returns false when no score was changed.
    /// </summary>
    public bool ClampTo(DateTimeOffset now)
    {
        _window = Math.Min(_window, WindowOf(now));
        _recent.ClampTo(now);
        var isClamped = false;
        foreach (var score in _scores.Values) isClamped |= score.ClampTo(now);
        return isClamped;
    }

    /// <summary>True for an article that nobody has read yet: what it starts with is to be set.</summary>
    public bool IsNew => _version == 0;

    /// <summary>
    /// Lets a new article start with a value in the formulas that have a prior, decaying since its publication. It is in force when
    /// <see cref="RankingFormula.ReadersForPrior"/> readers have counted.
    /// </summary>
    /// <param name="value">The mean value of the shown places at publication.</param>
    public void Start(double value, DateTimeOffset publishedAt)
    {
        if (!IsNew || value <= 0) return;
        foreach (var formula in _formulas.Where(formula => formula.HasPrior)) _scores[formula.Name].Start(value, publishedAt);
    }

    /// <summary>Continues with the half-lives of these formulas from <paramref name="now"/> on. Returns false when they are the same.</summary>
    public bool Use(RankingFormulas formulas, DateTimeOffset now)
    {
        var isChanged = false;
        foreach (var formula in formulas.All)
            if (_scores.TryGetValue(formula.Name, out var score)) isChanged |= score.Use(formula.HalfLife, now);
        return isChanged;
    }

    /// <summary>Counts a batch. Returns false when it was counted before.</summary>
    public bool Count(ReadBatch batch, DateTimeOffset now)
    {
        if (!_batches.TryAccept(batch)) return false;
        ClampTo(now);
        var at = TimeOf(batch, now);
        AdvanceTo(at);
        _reads += batch.Reads;
        Ignore(ExclusionReason.Bot, batch.Bots);
        var before = _readerWindow.Readers;
        for (var i = 0; i < batch.Readers.Count; i++) AddReader(batch.Readers[i], OriginOf(batch, i));
        Ignore(ExclusionReason.Repeat, batch.Reads - (_readerWindow.Readers - before));
        UpdateScores(at);
        AdvanceVersion(now);
        return true;
    }

    /// <summary>Counts a reaction towards the score, once per reader and window, if the reader has read the article.</summary>
    public void React(ulong today, DateTimeOffset now)
    {
        ClampTo(now);
        AdvanceTo(now);
        if (_readers.MayContain(today)) _readerWindow.AddReaction(today);
        else if (_pendingReactions.Count < MaxPendingReactions && _pendingReactions.Add(today)) Ignore(ExclusionReason.Unread, 1);
        UpdateScores(now);
        AdvanceVersion(now);
    }

    /// <summary>
    /// Withdraws a reaction. Its weight stays in the score and decays as before; if it were subtracted, repeated reactions and
    /// withdrawals could push an article down.
    /// </summary>
    public void TakeBack(ulong today, DateTimeOffset now)
    {
        _pendingReactions.Remove(today);
        AdvanceVersion(now);
    }

    /// <summary>The score by which articles are ordered; negative infinity when the article has no reads.</summary>
    public double Score(RankingFormula formula) => _scores[formula.Name].Score(_options);

    /// <summary>The inputs of the score.</summary>
    public Why Explain(RankingFormula formula) => _scores[formula.Name].Explain(_options, _dampenedBy, new Dictionary<string, long>(_ignored));

    public Counts ToCounts(string articleId, IReadOnlyDictionary<string, long> reactions) =>
        new(articleId, _version, _reads, _readers.Estimate(), reactions);

    public CounterState ToState(IEnumerable<string> rankings) => new()
    {
        Version = _version,
        Reads = _reads,
        Readers = _readers.ToBytes(),
        Rising = Stored(RankingFormula.Rising).Value,
        Today = Stored(RankingFormula.Today).Value,
        Batches = [.. _batches.Last],
        Rankings = [.. rankings],
        Evidence = new Evidence
        {
            Rising = Stored(RankingFormula.Rising).Attention ?? default,
            Today = Stored(RankingFormula.Today).Attention ?? default,
            Ignored = new Dictionary<string, long>(_ignored),
            DampenedBy = _dampenedBy,
        },
        Scores = _scores.ToDictionary(score => score.Key, score => score.Value.ToStored()),
    };

    private StoredScore Stored(RankingFormula formula) => _scores.GetValueOrDefault(formula.Name)?.ToStored() ?? new StoredScore(default, null);

    /// <summary>
    /// Assigns a new version: the time in Unix milliseconds, or the previous version + 1 if that is larger. A version that was not saved
    /// before a crash is therefore not used again.
    /// </summary>
    private void AdvanceVersion(DateTimeOffset at) => _version = Math.Max(_version + 1, at.ToUnixTimeMilliseconds());

    private DateTimeOffset TimeOf(ReadBatch batch, DateTimeOffset now)
    {
        if (batch.At is not { } at) return now;
        if (at <= now) return at >= now - MaxDelay ? at : now - MaxDelay;
        Ignore(ExclusionReason.Future, batch.Reads);
        return now;
    }

    // Readers whose time lies in an earlier window are counted in the current one.
    private void AdvanceTo(DateTimeOffset at)
    {
        _recent.AdvanceTo(at);
        var window = WindowOf(at);
        if (window <= _window) return;
        ReportCounted();
        _own.Add(_reported);
        (_window, _readerWindow, _counted, _reported) = (window, new ReaderWindow(_fairness, Usual, _own.Copy()), default, new CountedReaders());
    }

    private void ReportCounted()
    {
        var counted = _readerWindow.CountedReaders();
        _unreported.Add(counted.Since(_reported));
        _reported = counted;
    }

    private long WindowOf(DateTimeOffset at) => at.UtcTicks / _fairness.Window.Ticks;

    private void AddReader(ulong reader, Origin origin)
    {
        _readers.Add(reader);
        if (_recent.Add(reader)) _readerWindow.Add(origin);
        if (_pendingReactions.Remove(reader)) _readerWindow.AddReaction(reader);
    }

    private void UpdateScores(DateTimeOffset at)
    {
        var (readers, limitedBy) = _readerWindow.Count();
        var counted = new ScoreIncrement(_readerWindow.Readers, readers, Math.Min(readers, _readerWindow.Weight), _readerWindow.CountedReactions(readers));
        var increment = new ScoreIncrement(
            counted.Seen - _counted.Seen, counted.Counted - _counted.Counted, counted.Weighed - _counted.Weighed, counted.Reactions - _counted.Reactions);
        if (limitedBy is { } reason && increment.Seen > increment.Counted)
        {
            _dampenedBy = reason.Name();
            Ignore(reason, (long)Math.Round(increment.Seen - increment.Counted));
        }
        foreach (var score in _scores.Values) score.Add(increment, at);
        _counted = counted;
    }

    private void Ignore(ExclusionReason reason, long amount)
    {
        if (amount <= 0) return;
        _ignored[reason.Name()] = _ignored.GetValueOrDefault(reason.Name()) + amount;
        _onIgnored(reason, amount);
    }

    // Without an origin the reader gets no prefix and a browser of its own, so no limit applies.
    private static Origin OriginOf(ReadBatch batch, int index) => batch.Origins is { } origins && index < origins.Count
        ? new Origin(origins[index])
        : Origin.Of(0, (uint)batch.Readers[index], isKnown: true);
}
