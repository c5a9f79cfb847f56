using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NewsHub.Http;

namespace NewsHub.Trending.Counting;

/// <summary>
/// The identity of a reader without the cookie of the hub's pages: an app, a page of another site, or a back end. The token has the text of the
/// cookie (<see cref="ReaderCookie"/>), so that only the hub can make one.
/// </summary>
/// <param name="Token">The token: keep it for as long as the reader stays the same.</param>
public sealed record ReaderToken([property: Required, Description("39 characters. It identifies the reader for a year.")] string Token)
{
    /// <summary>The header with the token.</summary>
    public const string Header = "NewsHub-Reader";

    /// <summary>The query parameter with the token, for WebSockets, EventSource and beacons, which cannot have the header.</summary>
    public const string Parameter = "reader";

    /// <summary>The header with the address of the reader for whom a back end asks. It requires a key with the scope <c>readers</c>.</summary>
    public const string AddressHeader = "NewsHub-Reader-Address";

    private static readonly RequestHeader TokenHeader = new(
        Header, "The reader's token, from `POST /api/readers`. The query parameter `reader` has the same meaning.", "R3nqqLJ0Zqt5Gr0kQ1DxWw.AcrAgKk5xVQ0cNcM");

    private static readonly RequestHeader Address = new(
        AddressHeader, "The address of the reader for whom a back end asks. Requires a key with the scope `readers`.", "203.0.113.7",
        StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    /// <summary>The token that a request has sent; null if it has none.</summary>
    internal static string? Of(HttpRequest request) =>
        request.Headers[Header] is [{ Length: > 0 } sent] ? sent
        : (request.Path.StartsWithSegments("/live") || request.Path.StartsWithSegments("/api")) && request.Query[Parameter] is [{ Length: > 0 } token] ? token
        : null;

    /// <summary>The endpoint identifies its reader by a token, if one is sent.</summary>
    internal static void Describe(IEndpointConventionBuilder endpoint) => endpoint.Takes(TokenHeader, Address).WithMetadata(new QueryParameters(Parameter));

    /// <summary>Refuses a request whose token is not the hub's: with another identity it would count for somebody else.</summary>
    internal static async ValueTask<object?> Check(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var http = call.HttpContext;
        return Of(http.Request) is null || await http.RequestServices.GetRequiredService<ReaderIdentifier>().FindToken(http) is not null
            ? await next(call)
            : Problem.Invalid(Header, $"{Header} or {Parameter} has no token of this hub, or it has expired. POST /api/readers answers one.");
    }
}

/// <summary>Endpoints that know a reader by the token.</summary>
public static class ReaderTokens
{
    extension<T>(T endpoint) where T : IEndpointConventionBuilder
    {
        /// <summary>Accepts the reader's token and refuses one that the hub has not issued. Pages of other sites may call the endpoint, which ignores cookies there.</summary>
        public T IdentifiesReaders()
        {
            ReaderToken.Describe(endpoint);
            return endpoint.AddEndpointFilter(ReaderToken.Check).WithMetadata(OtherSitesMay.Call);
        }
    }
}
