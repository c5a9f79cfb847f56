using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.Polling;

/// <summary>An outbox that keeps nothing and only tells that something came.</summary>
internal sealed class Doorbell : IOutbox
{
    private readonly TaskCompletionSource _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Rung => _rung.Task;

    public void Offer(Wave wave, ulong mask) => _rung.TrySetResult();

    public void Skip(long upTo)
    {
        // Nothing waits here.
    }
}
