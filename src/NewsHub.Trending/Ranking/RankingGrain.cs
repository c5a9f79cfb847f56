using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Wire;

namespace NewsHub.Trending.Ranking;

[CollectionAgeLimit(Minutes = 2)] // anybody may ask for a section that does not exist; that costs no memory for long
internal sealed class RankingGrain(
    [PersistentState("ranking", "newshub")] IPersistentState<RankingState> state, IWireStore wire, RankingFormulas formulas, WallClock clock,
    TimeProvider time)
    : Grain, IRankingGrain
{
    /// <summary>Shortest time between two snapshots, except that a removal shows at once.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    /// <summary>Shorter than the call's time limit.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(5);

    private RankingKey _key = null!;
    private RankingFormula _formula = null!;
    private RankingBoard _board = null!;
    private Ranking _shown = new("", null, 0, default, []);
    private long _shownAt;
    private TaskCompletionSource _next = NewTurn();
    private IGrainTimer? _due;
    private bool _isWaiting;
    private bool _changed;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!formulas.TryFind(this.GetPrimaryKeyString(), out var key)) throw new ArgumentException($"There is no ranking {this.GetPrimaryKeyString()}.");
        (_key, _formula) = (key, formulas.Of(key));
        _board = new RankingBoard(_key, _formula);
        foreach (var standing in state.State.Standings) await Restore(standing, cancellationToken);
        _board.Settle(clock.Now);
        _changed = _board.Standings.Count != state.State.Standings.Count;
        (_shown, _shownAt) = (_board.Snapshot(_board.Standings.Count == 0 ? 0 : NextVersion(), clock.Now), time.GetTimestamp());
        _due = this.RegisterGrainTimer(ShowWhenDue, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        this.RegisterGrainTimer(SaveIfChanged, SaveEvery, SaveEvery);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _next.TrySetResult();
        return SaveIfChanged(cancellationToken);
    }

    public Task<double> Report(Standing standing)
    {
        var now = clock.Now;
        _changed |= _board.Settle(now) | _board.Put(standing.NotAfter(now, _formula.HalfLife));
        ShowWhenDue();
        return Task.FromResult(_board.Threshold);
    }

    public Task Remove(string articleId)
    {
        if (_board.Remove(articleId))
        {
            _changed = true;
            ShowIfChanged();
        }

        // Stored at once: a killed headline does not stay on the disk until the next save. Also when the call is repeated after a failed save.
        return SaveIfChanged(CancellationToken.None);
    }

    public Task<Ranking> Get() => Task.FromResult(_shown);

    public Task<Ranking> Top(int places) => Task.FromResult(places > RankingBoard.Shown
        ? _board.Snapshot(_shown.Version, clock.Now, places)
        : _shown with { Entries = _shown.Entries.Take(places).ToArray() });

    public Task<Ranking> Explain(int places) => Task.FromResult(_board.Explain(_shown.Version, clock.Now, places));

    public async Task<Ranking> ReadAfter(long version, CancellationToken stopping)
    {
        if (_shown.Version != version) return _shown;
        await _next.Task.WaitAsync(Hold, time, stopping)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return _shown;
    }

    private async Task Restore(Standing standing, CancellationToken stopping)
    {
        var article = await wire.FindPublic(standing.Counts.ArticleId, stopping);
        if (article is null || (_key.Section is { } section && article.Section != section)) return;
        _board.Put(standing with { Headline = article.Headline ?? "", Url = article.Url });
    }

    private void ShowIfChanged()
    {
        if (!_board.DiffersFrom(_shown)) return;
        (_shown, _shownAt) = (_board.Snapshot(NextVersion(), clock.Now), time.GetTimestamp());
        var told = _next;
        _next = NewTurn();
        told.SetResult();
    }

    /// <summary>
    /// Milliseconds since 1970 unless that would not rise: a version that was shown before a crash is never given to another ranking.
    /// </summary>
    private long NextVersion() => Math.Max(_shown.Version + 1, clock.Now.ToUnixTimeMilliseconds());

    // A timer runs only while a change waits for its turn.
    private void ShowWhenDue()
    {
        var wait = Pace - time.GetElapsedTime(_shownAt);
        if (wait <= TimeSpan.Zero)
        {
            ShowIfChanged();
        }
        else if (!_isWaiting)
        {
            _isWaiting = true;
            _due?.Change(wait < Pace ? wait : Pace, Timeout.InfiniteTimeSpan);
        }
    }

    private Task ShowWhenDue(CancellationToken stopping)
    {
        _isWaiting = false;
        ShowWhenDue();
        return Task.CompletedTask;
    }

    private async Task SaveIfChanged(CancellationToken stopping)
    {
        if (!_changed) return;
        _changed = false;
        state.State = new RankingState { Standings = [.. _board.Standings] };
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

    private static TaskCompletionSource NewTurn() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
