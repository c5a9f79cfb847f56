using NewsHub.Wire;

namespace NewsHub.Tests.Wire.Stores;

/// <summary>Wraps grain states so that the writes of a grain, selected by id, can fail, wait or lose their answer.</summary>
public sealed class UnreliableStates : IGrainStates
{
    private readonly IGrainStates _states;

    internal UnreliableStates(IGrainStates states) => _states = states;

    public Func<string, Task> BeforeWrite { get; set; } = _ => Task.CompletedTask;

    public Func<string, Task> AfterWrite { get; set; } = _ => Task.CompletedTask;

    Task<StoredState?> IGrainStates.Find(string grainId, string name) => _states.Find(grainId, name);

    async Task<bool> IGrainStates.TryStore(string grainId, string name, long expected, byte[]? payload)
    {
        await BeforeWrite(grainId);
        var isStored = await _states.TryStore(grainId, name, expected, payload);
        await AfterWrite(grainId);
        return isStored;
    }

    /// <summary>Makes the writes of one grain fail until <see cref="CountWritesOf"/> is called.</summary>
    public void FailWritesOf(string grain) =>
        BeforeWrite = id => IsOf(id, grain) ? throw new IOException("The disk is full.") : Task.CompletedTask;

    /// <summary>Lets all writes succeed, and returns a function that returns the number of writes of one grain since the call.</summary>
    public Func<int> CountWritesOf(string grain)
    {
        var writes = 0;
        BeforeWrite = id =>
        {
            if (IsOf(id, grain)) Interlocked.Increment(ref writes);
            return Task.CompletedTask;
        };
        return () => writes;
    }

    private static bool IsOf(string id, string grain) => id.EndsWith($"/{grain}", StringComparison.Ordinal);
}
