using NewsHub.Wire;

namespace NewsHub.Trending.Fairness;

internal sealed class UsualReadersGrain([PersistentState("usual-readers", "newshub")] IPersistentState<UsualReadersState> state, WallClock clock) : Grain, IUsualReadersGrain
{
    /// <summary>Interval between saves of about 100 KB. A crash loses the readers of this time, out of days.</summary>
    private static readonly TimeSpan SaveInterval = TimeSpan.FromMinutes(5);

    private bool _isUnsaved;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(SaveIfChanged, SaveInterval, SaveInterval);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => SaveIfChanged(cancellationToken);

    public Task<UsualReaders> Add(UsualReaders counted)
    {
        // A time in the future, of a clock that ran ahead, would make everything before it negligible.
        var now = clock.Now;
        var (before, added) = (NotAfter(state.State.Usual, now), NotAfter(counted, now));
        state.State.Usual = before.Plus(added);
        _isUnsaved |= counted.Readers > 0;
        return Task.FromResult(state.State.Usual);
    }

    private static UsualReaders NotAfter(UsualReaders readers, DateTimeOffset now) => readers.At > now ? readers with { At = now } : readers;

    private async Task SaveIfChanged(CancellationToken stopping)
    {
        if (!_isUnsaved) return;
        _isUnsaved = false;
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
}
