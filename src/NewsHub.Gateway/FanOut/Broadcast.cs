using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.FanOut;

/// <summary>A batch with its subscribers. Done when every shard has offered it to its part of them.</summary>
/// <param name="audiences">For each delivery and each of its topics, the subscribers by shard.</param>
internal sealed class Broadcast(DeliveryBatch batch, IReadOnlyList<Connection[][][]> audiences, long startedAt)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _shardsLeft = Subscribers.Shards;

    public DeliveryBatch Batch => batch;

    public IReadOnlyList<Connection[][][]> Audiences => audiences;

    /// <summary>When it was created, as a <see cref="TimeProvider"/> timestamp.</summary>
    public long StartedAt => startedAt;

    public Task Done => _done.Task;

    public bool IsState => batch.Deliveries[0].Class is DeliveryClass.State;

    public void FinishShard()
    {
        if (Interlocked.Decrement(ref _shardsLeft) == 0) _done.SetResult();
    }
}
