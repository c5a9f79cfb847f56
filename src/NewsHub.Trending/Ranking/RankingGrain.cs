using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Wire;

namespace NewsHub.Trending.Ranking;

[CollectionAgeLimit(Minutes = 2)] // requests for unknown sections activate grains too; collect them soon
internal sealed class RankingGrain(
    [PersistentState("ranking", "newshub")] IPersistentState<RankingState> state, IWireStore wire, RankingFormulas formulas, WallClock clock,
    TimeProvider time, SiloShutdown shutdown)
    : Grain, IRankingGrain
{
    /// <summary>Minimum time between two snapshots; removals are published immediately.</summary>
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Maximum wait of <see cref="ReadAfter"/>; shorter than its response timeout of 10 seconds.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(5);

    private RankingKey _key = null!;
    private RankingFormula _formula = null!;
    private RankingBoard _board = null!;
    private Ranking _published = new("", null, 0, default, []);
    private long _publishedAt;
    private TaskCompletionSource _nextSnapshot = NewSignal();
    private IGrainTimer? _publishTimer;
    private bool _isPublishScheduled;
    private bool _isUnsaved;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!formulas.TryFind(this.GetPrimaryKeyString(), out var key)) throw new ArgumentException($"There is no ranking named {this.GetPrimaryKeyString()}.");
        (_key, _formula) = (key, formulas.Of(key));
        _board = new RankingBoard(_key, _formula);
        foreach (var standing in state.State.Standings) await Restore(standing, cancellationToken);
        _board.ClampTo(clock.Now);
        _isUnsaved = _board.Standings.Count != state.State.Standings.Count;
        (_published, _publishedAt) = (_board.Snapshot(_board.Standings.Count == 0 ? 0 : NextVersion(), clock.Now), time.GetTimestamp());
        _publishTimer = this.RegisterGrainTimer(PublishWhenDue, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        this.RegisterGrainTimer(SaveIfChanged, SaveInterval, SaveInterval);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _nextSnapshot.TrySetResult();
        return SaveIfChanged(cancellationToken);
    }

    public Task<double> Report(Standing standing)
    {
        var now = clock.Now;
        UseCurrentFormula(now);
        _isUnsaved |= _board.ClampTo(now) | _board.Put(standing.NotAfter(now, _formula.HalfLife).In(_formula.HalfLife, now));
        PublishWhenDue();
        return Task.FromResult(_board.Threshold);
    }

    public Task Remove(string articleId)
    {
        if (_board.Remove(articleId))
        {
            _isUnsaved = true;
            PublishIfChanged();
        }

        // Saved immediately, so that a killed headline does not stay on disk until the next save. A repeated call retries a failed save.
        return SaveIfChanged(CancellationToken.None);
    }

    public Task<Ranking> Get() => Task.FromResult(_published);

    public Task<Ranking> Top(int places) => Task.FromResult(places > RankingBoard.Shown
        ? _board.Snapshot(_published.Version, clock.Now, places)
        : _published with { Entries = _published.Entries.Take(places).ToArray() });

    public Task<Ranking> Explain(int places) => Task.FromResult(_board.Explain(_published.Version, clock.Now, places));

    public async Task<Ranking> ReadAfter(long version, CancellationToken stopping)
    {
        if (_published.Version != version) return _published;
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stopping, shutdown.Token);
        await _nextSnapshot.Task.WaitAsync(MaxWait, time, linked.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return _published;
    }

    private async Task Restore(Standing standing, CancellationToken stopping)
    {
        var article = await wire.FindPublic(standing.Counts.ArticleId, stopping);
        if (article is null || (_key.Section is { } section && article.Section != section)) return;
        _board.Put(standing.In(_formula.HalfLife, clock.Now) with { Headline = article.Headline ?? "", Url = article.Url, Language = article.Language });
    }

    private void UseCurrentFormula(DateTimeOffset now)
    {
        if (formulas.Of(_key) is var current && current == _formula) return;
        _formula = current;
        _board.Use(current, now);
        _isUnsaved = true;
    }

    private void PublishIfChanged()
    {
        if (!_board.DiffersFrom(_published)) return;
        (_published, _publishedAt) = (_board.Snapshot(NextVersion(), clock.Now), time.GetTimestamp());
        var signal = _nextSnapshot;
        _nextSnapshot = NewSignal();
        signal.SetResult();
    }

    /// <summary>
    /// The time in Unix milliseconds, or the previous version + 1 if that is larger, so that a version published before a crash is not
    /// reused for a different snapshot.
    /// </summary>
    private long NextVersion() => Math.Max(_published.Version + 1, clock.Now.ToUnixTimeMilliseconds());

    // The timer runs only while a change waits to be published.
    private void PublishWhenDue()
    {
        var wait = MinInterval - time.GetElapsedTime(_publishedAt);
        if (wait <= TimeSpan.Zero)
        {
            PublishIfChanged();
        }
        else if (!_isPublishScheduled)
        {
            _isPublishScheduled = true;
            _publishTimer?.Change(wait < MinInterval ? wait : MinInterval, Timeout.InfiniteTimeSpan);
        }
    }

    private Task PublishWhenDue(CancellationToken stopping)
    {
        _isPublishScheduled = false;
        PublishWhenDue();
        return Task.CompletedTask;
    }

    private async Task SaveIfChanged(CancellationToken stopping)
    {
        if (!_isUnsaved) return;
        _isUnsaved = false;
        state.State = new RankingState { Standings = [.. _board.Standings] };
        try
        {
            await state.WriteStateAsync(stopping);
        }
        catch
        {
            _isUnsaved = true;
            throw;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
