using NewsHub.Wire;

namespace NewsHub.Articles.Front;

internal sealed class FrontGrain([PersistentState("front", WireSetup.GrainStorage)] IPersistentState<FrontPins> state) : Grain, IFrontGrain
{
    /// <summary>What calls return. Updated only after a change is stored.</summary>
    private FrontPins _pins = FrontPins.None;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _pins = state.State;
        return Task.CompletedTask;
    }

    public Task<FrontPins> Get() => Task.FromResult(_pins);

    public async Task Place(FrontPins pins)
    {
        try
        {
            state.State = pins;
            await state.WriteStateAsync();
            _pins = pins;
        }
        catch
        {
            DeactivateOnIdle(); // the stored state may differ from the one in memory
            throw;
        }
    }

    public Task Drop(IReadOnlyList<string> ids) => ids.Any(_pins.Has) ? Place(ids.Aggregate(_pins, (pins, id) => pins.Without(id))) : Task.CompletedTask;
}
