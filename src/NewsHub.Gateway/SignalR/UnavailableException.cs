using Microsoft.AspNetCore.SignalR;

namespace NewsHub.Gateway.SignalR;

/// <summary>
/// Ends a call that cannot be served now and may be repeated later. SignalR sends the reason after the name of the exception's type: a client
/// reads <c>UnavailableException: </c> in place of <c>HubException: </c>, which is a refusal that a repetition does not change.
/// </summary>
internal sealed class UnavailableException(string reason, Exception? cause = null) : HubException(reason, cause);
