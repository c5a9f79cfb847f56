using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.Polling;

/// <summary>An outbox that discards deliveries and only signals that one was offered.</summary>
internal sealed class PollSignal : IOutbox
{
    private readonly TaskCompletionSource _signalled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Signalled => _signalled.Task;

    public void Offer(DeliveryBatch batch, ulong mask) => _signalled.TrySetResult();

    public void Skip(long upTo)
    {
        // Nothing is queued.
    }
}
