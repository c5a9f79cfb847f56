using Microsoft.AspNetCore.SignalR;
using NewsHub.Wire;

namespace NewsHub.Gateway.SignalR;

/// <summary>Reports failures that can be retried, which the HTTP API answers with 503, to the caller. SignalR alone would report a generic error.</summary>
internal sealed class CallFailures : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (Exception failure) when (failure is StoreBusyException or StoreUnreachableException)
        {
            throw new UnavailableException(failure.Message, failure);
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
            throw new UnavailableException("The hub did not answer in time; the call may have taken effect.", failure);
        }
    }
}
