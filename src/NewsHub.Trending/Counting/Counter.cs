using NewsHub.Trending.Fairness;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;

namespace NewsHub.Trending.Counting;

/// <summary>
/// The arithmetic of one article's counter. What scores grow by is how much more the window's crowd counts than before, so that it does not
/// matter in which order or how often its readers came.
/// </summary>
/// <remarks>Who has counted of late is not stored: after a crash a reader may count once more.</remarks>
public sealed class Counter
{
    /// <summary>A batch that is older than all attempts to send it carries a wrong time.</summary>
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);

    /// <summary>Readers who reacted before their read came: 1,000 × about 20 bytes = 20 KB.</summary>
    private const int MaxWaiting = 1_000;

    private readonly TrendingOptions _options;
    private readonly FairnessOptions _fairness;
    private readonly Action<ExclusionReason, long> _onIgnored;
    private readonly HyperLogLog _readers;
    private readonly BatchLedger _batches;
    private readonly Dictionary<string, DecayedScore> _scores;
    private readonly Dictionary<string, long> _ignored;
    private readonly HashSet<ulong> _waiting = [];
    private string? _dampenedBy;
    private long _version;
    private long _reads;
    private long _window = -1;
    private readonly RecentReaders _recent;
    private ReaderWindow _readerWindow;
    private ScoreIncrement _counted;

    /// <param name="onIgnored">Told what did not count, and why.</param>
    /// <param name="formulas">What it keeps a score for; null: every hub's rankings.</param>
    public Counter(
        CounterState state, TrendingOptions? options = null, FairnessOptions? fairness = null, Action<ExclusionReason, long>? onIgnored = null,
        RankingFormulas? formulas = null)
    {
        _options = options ?? new TrendingOptions();
        _fairness = fairness ?? new FairnessOptions();
        _onIgnored = onIgnored ?? ((_, _) => { });
        _readers = HyperLogLog.FromBytes(state.Readers);
        _batches = new BatchLedger(state.Batches);
        _scores = (formulas ?? RankingFormulas.BuiltIn).All.ToDictionary(formula => formula.Name, formula => new DecayedScore(formula.HalfLife, state.ScoreOf(formula.Name)));
        _ignored = new Dictionary<string, long>(state.Evidence?.Ignored ?? new Dictionary<string, long>());
        _dampenedBy = state.Evidence?.DampenedBy;
        (_version, _reads) = (state.Version, state.Reads);
        _recent = new RecentReaders(_fairness);
        _readerWindow = new ReaderWindow(_fairness);
    }

    /// <summary>
    /// Limits what was counted by a clock that ran ahead to <paramref name="now"/>: its scores decay from now on, and its window and period
    /// are the current ones. False: there was nothing to limit.
    /// </summary>
    public bool Settle(DateTimeOffset now)
    {
        _window = Math.Min(_window, WindowOf(now));
        _recent.Settle(now);
        var isSettled = false;
        foreach (var score in _scores.Values) isSettled |= score.Settle(now);
        return isSettled;
    }

    /// <summary>Counts a batch; false: it was counted before.</summary>
    public bool Count(ReadBatch batch, DateTimeOffset now)
    {
        if (!_batches.TryTake(batch)) return false;
        Settle(now);
        var at = TimeOf(batch, now);
        AdvanceTo(at);
        _reads += batch.Reads;
        Ignore(ExclusionReason.Bot, batch.Bots);
        var before = _readerWindow.Readers;
        for (var i = 0; i < batch.Readers.Count; i++) Enter(batch.Readers[i], OriginOf(batch, i));
        Ignore(ExclusionReason.Repeat, batch.Reads - (_readerWindow.Readers - before));
        UpdateScores(at);
        Change(now);
        return true;
    }

    /// <summary>Lets a reaction move the rank, once for each reader and window, if the reader has read the article.</summary>
    public void React(ulong today, DateTimeOffset now)
    {
        Settle(now);
        AdvanceTo(now);
        if (_readers.MayContain(today)) _readerWindow.React(today);
        else if (_waiting.Count < MaxWaiting && _waiting.Add(today)) Ignore(ExclusionReason.Unread, 1);
        UpdateScores(now);
        Change(now);
    }

    /// <summary>
    /// Takes a reaction back. What it weighs fades as it would have: were it taken out, whoever gives and takes again and again would push
    /// an article down.
    /// </summary>
    public void TakeBack(ulong today, DateTimeOffset now)
    {
        _waiting.Remove(today);
        Change(now);
    }

    /// <summary>The order of the article among others; minus infinity while nobody has read it.</summary>
    public double Score(RankingFormula formula) => _scores[formula.Name].Score(_options);

    /// <summary>What the score is made of.</summary>
    public Why Explain(RankingFormula formula) => _scores[formula.Name].Explain(_options, _dampenedBy, new Dictionary<string, long>(_ignored));

    public Counts Show(string articleId, IReadOnlyDictionary<string, long> reactions) =>
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
    /// Takes a new version for a change. Versions are milliseconds since 1970 unless they would not rise: what was not saved before a
    /// crash is not numbered a second time.
    /// </summary>
    private void Change(DateTimeOffset at) => _version = Math.Max(_version + 1, at.ToUnixTimeMilliseconds());

    private DateTimeOffset TimeOf(ReadBatch batch, DateTimeOffset now)
    {
        if (batch.At is not { } at) return now;
        if (at <= now) return at >= now - MaxDelay ? at : now - MaxDelay;
        Ignore(ExclusionReason.Future, batch.Reads);
        return now;
    }

    // Who comes late, with a time of the last window, belongs to this one's crowd.
    private void AdvanceTo(DateTimeOffset at)
    {
        _recent.AdvanceTo(at);
        var window = WindowOf(at);
        if (window <= _window) return;
        (_window, _readerWindow, _counted) = (window, new ReaderWindow(_fairness), default);
    }

    private long WindowOf(DateTimeOffset at) => at.UtcTicks / _fairness.Window.Ticks;

    private void Enter(ulong reader, Origin origin)
    {
        _readers.Add(reader);
        if (_recent.Add(reader)) _readerWindow.Enter(origin);
        if (_waiting.Remove(reader)) _readerWindow.React(reader);
    }

    private void UpdateScores(DateTimeOffset at)
    {
        var (readers, because) = _readerWindow.Counted();
        var counted = new ScoreIncrement(_readerWindow.Readers, readers, Math.Min(readers, _readerWindow.Weight), _readerWindow.CountedReactions(readers));
        var increment = new ScoreIncrement(
            counted.Seen - _counted.Seen, counted.Counted - _counted.Counted, counted.Weighed - _counted.Weighed, counted.Reactions - _counted.Reactions);
        if (because is { } rule && increment.Seen > increment.Counted)
        {
            _dampenedBy = rule.Name();
            Ignore(rule, (long)Math.Round(increment.Seen - increment.Counted));
        }
        foreach (var score in _scores.Values) score.Add(increment, at);
        _counted = counted;
    }

    private void Ignore(ExclusionReason rule, long amount)
    {
        if (amount <= 0) return;
        _ignored[rule.Name()] = _ignored.GetValueOrDefault(rule.Name()) + amount;
        _onIgnored(rule, amount);
    }

    // Who says nothing of the reader can't be limited: nobody shares the prefix or the browser.
    private static Origin OriginOf(ReadBatch batch, int index) => batch.Origins is { } origins && index < origins.Count
        ? new Origin(origins[index])
        : Origin.Of(0, (uint)batch.Readers[index], isKnown: true);
}
