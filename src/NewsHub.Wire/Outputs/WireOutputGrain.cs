using Microsoft.Extensions.Logging;

namespace NewsHub.Wire.Outputs;

internal sealed partial class WireOutputGrain(
    [PersistentState("output", WireSetup.GrainStorage)] IPersistentState<WireOutputState> state, IEnumerable<IWireOutput> outputs, WireFollower wire, IWireStore store,
    SiloShutdown shutdown, TimeProvider time, ILogger<WireOutputGrain> logger)
    : Grain, IWireOutputGrain, IDisposable
{
    /// <summary>Interval between saves of the cursor. After a crash the entries since then are handled again.</summary>
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(5);

    private readonly Retry _retry = new(time);
    private readonly CancellationTokenSource _stopping = CancellationTokenSource.CreateLinkedTokenSource(shutdown.Token);
    private Task _following = Task.CompletedTask;
    private IWireOutput _output = null!;
    private Cursor _cursor;
    private bool _isUnsaved;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _output = outputs.FirstOrDefault(output => output.Name == this.GetPrimaryKeyString())
            ?? throw new ArgumentException($"There is no output {this.GetPrimaryKeyString()}.");
        _cursor = await FindStart(cancellationToken);
        await SaveIfChanged(cancellationToken); // otherwise a crash would start again at the head, and lose what was published meanwhile
        _following = Follow(_stopping.Token);
        this.RegisterGrainTimer(SaveIfChanged, new GrainTimerCreationOptions(SaveInterval, SaveInterval) { KeepAlive = true });
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _following.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await SaveIfChanged(cancellationToken);
    }

    public void Dispose() => _stopping.Dispose();

    public Task KeepGoing()
    {
        if (_following.IsCompleted) DeactivateOnIdle(); // it has failed, or its silo is stopping: the next call starts it again
        return Task.CompletedTask;
    }

    /// <summary>The stored cursor; the head of the wire at the first start, and in another epoch.</summary>
    private async Task<Cursor> FindStart(CancellationToken stopping)
    {
        var (first, head) = await store.Bounds(stopping);
        if (Cursor.TryParse(state.State.Cursor, out var stored) && stored.Epoch == store.Epoch && stored.Sequence <= head)
            return stored with { Sequence = Math.Max(stored.Sequence, first - 1) };
        _isUnsaved = true;
        return new Cursor(store.Epoch, head);
    }

    private async Task Follow(CancellationToken stopping)
    {
        await foreach (var entries in wire.Follow(_cursor.Sequence, stopping))
        {
            await _retry.UntilDone(token => _output.Handle(entries, token), failure =>
            {
                LogEntriesNotHandled(failure, _output.Name, entries[0].Seq, entries[^1].Seq);
                return true;
            }, stopping);
            (_cursor, _isUnsaved) = (entries[^1].Cursor, true);
        }
    }

    private async Task SaveIfChanged(CancellationToken stopping)
    {
        if (!_isUnsaved) return;
        state.State.Cursor = _cursor.ToString();
        await state.WriteStateAsync(stopping);
        _isUnsaved = state.State.Cursor != _cursor.ToString();
    }

    [LoggerMessage(1040, LogLevel.Error, "Output {Output} could not handle entries {First} to {Last}; they are handled again")]
    private partial void LogEntriesNotHandled(Exception failure, string output, long first, long last);
}
