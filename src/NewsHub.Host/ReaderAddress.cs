using System.Net;
using Microsoft.AspNetCore.Authentication;
using NewsHub.Articles.Newsrooms;
using NewsHub.Http;
using NewsHub.Trending.Counting;

namespace NewsHub.Host;

/// <summary>
/// Takes the reader's address from the header of a back end that asks for its readers, so that limits and counts see the reader and not the back end.
/// Only a key with the scope <c>readers</c> may do so: a client that could choose its address could count as any number of readers.
/// </summary>
internal static class ReaderAddress
{
    /// <summary>Must run after authentication, and before whatever looks at the address.</summary>
    public static void UseReaderAddress(this WebApplication app) => app.Use((http, next) =>
    {
        if (!http.Request.Headers.TryGetValue(ReaderToken.AddressHeader, out var sent) || !HttpRules.IsApi(http.Request.Path)) return next(http);
        if (http.User.Identity?.IsAuthenticated is not true) return http.ChallengeAsync();
        if (!KeyClaims.HasScope(http.User, Scope.Readers)) return http.ForbidAsync();
        if (sent is not [{ } text] || !IPAddress.TryParse(text, out var address))
            return Problem.Invalid(ReaderToken.AddressHeader, $"{ReaderToken.AddressHeader} must be one IPv4 or IPv6 address.").ExecuteAsync(http);
        http.Connection.RemoteIpAddress = address;
        return next(http);
    });
}
