using Microsoft.AspNetCore.SignalR;
using NewsHub.Wire;

namespace NewsHub.Gateway.SignalR;

/// <summary>Tells the caller what may be tried again: what the HTTP API answers with 503. SignalR would only say that something failed.</summary>
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
            throw new HubException(failure.Message, failure);
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
            throw new HubException("The hub did not answer in time; whether it was done is unknown.", failure);
        }
    }
}
