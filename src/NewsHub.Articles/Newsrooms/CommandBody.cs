using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NewsHub.Articles.Drafts;

namespace NewsHub.Articles.Newsrooms;

/// <summary>The body of a newsroom's command.</summary>
internal static class CommandBody
{
    /// <summary>
    /// Reads the body and then asks for the key again: a body may take minutes to arrive, and the key may be revoked meanwhile. From then on
    /// the request's user has the rights that the key has now.
    /// </summary>
    public static async Task<(JsonBody? Body, IResult? Refusal)> Read(HttpContext http, int maxBytes, bool mayBeEmpty = false)
    {
        var (body, refusal) = await JsonBody.Read(http.Request, maxBytes, mayBeEmpty);
        if (body is null) return (null, refusal);
        if (await http.RequestServices.GetRequiredService<KnownKeys>().Renew(http.User) is not { } user) return (null, TypedResults.Challenge());
        http.User = user;
        var scopes = http.GetEndpoint()!.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(needed => needed.Policy!);
        return scopes.All(scope => KeyClaims.May(user, scope)) ? (body, null) : (null, TypedResults.Forbid());
    }
}
