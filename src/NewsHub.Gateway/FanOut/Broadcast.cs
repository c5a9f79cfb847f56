using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.FanOut;

/// <summary>A wave with those whom it is for; done when every shard has offered it to its part of them.</summary>
/// <param name="audiences">For each delivery, for each topic that brings it, its followers by shard.</param>
internal sealed class Broadcast(DeliveryBatch batch, IReadOnlyList<Connection[][][]> audiences, long began)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _shardsLeft = Subscribers.Shards;

    public DeliveryBatch Batch => batch;

    public IReadOnlyList<Connection[][][]> Audiences => audiences;

    /// <summary>When it was made, as a timestamp.</summary>
    public long Began => began;

    public Task Done => _done.Task;

    public bool IsState => batch.Deliveries[0].Class is DeliveryClass.State;

    public void FinishShard()
    {
        if (Interlocked.Decrement(ref _shardsLeft) == 0) _done.SetResult();
    }
}
