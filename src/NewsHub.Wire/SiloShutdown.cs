namespace NewsHub.Wire;

/// <summary>
/// Signals grains with pending calls that their silo is stopping. A grain is deactivated, and can be activated on another silo, only after its
/// pending calls have completed.
/// </summary>
public sealed class SiloShutdown : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Cancelled when the silo begins to stop, after the hub has drained its readers.</summary>
    public CancellationToken Token => _stopping.Token;

    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(SiloShutdown), ServiceLifecycleStage.Active, _ => Task.CompletedTask, _ => _stopping.CancelAsync());

    public void Dispose() => _stopping.Dispose();
}
