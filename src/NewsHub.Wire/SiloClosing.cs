namespace NewsHub.Wire;

/// <summary>
/// Tells grains that hold calls when their silo begins to stop: a grain is taken down, and another may take its place elsewhere, only when
/// the calls that it holds are over.
/// </summary>
internal sealed class SiloClosing : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Cancelled when the silo begins to stop, which is after the hub has sent its readers away.</summary>
    public CancellationToken Token => _closing.Token;

    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(SiloClosing), ServiceLifecycleStage.Active, _ => Task.CompletedTask, _ => _closing.CancelAsync());

    public void Dispose() => _closing.Dispose();
}
