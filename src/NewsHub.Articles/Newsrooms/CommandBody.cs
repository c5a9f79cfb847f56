using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NewsHub.Articles.Drafts;

namespace NewsHub.Articles.Newsrooms;

/// <summary>Reads the bodies of commands.</summary>
internal static class CommandBody
{
    /// <summary>
    /// Reads the body, then looks up the key again, because a body can take minutes to arrive and the key can be revoked meanwhile. Sets the
    /// request's user to the key's current rights.
    /// </summary>
    public static async Task<(JsonBody? Body, IResult? Problem)> Read(HttpContext http, int maxBytes, bool mayBeEmpty = false)
    {
        var (body, problem) = await JsonBody.Read(http.Request, maxBytes, mayBeEmpty);
        if (body is null) return (null, problem);
        if (await http.RequestServices.GetRequiredService<KnownKeys>().Renew(http.User) is not { } user) return (null, TypedResults.Challenge());
        http.User = user;
        var scopes = http.GetEndpoint()!.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(authorize => authorize.Policy!);
        return scopes.All(scope => KeyClaims.May(user, scope)) ? (body, null) : (null, TypedResults.Forbid());
    }
}
