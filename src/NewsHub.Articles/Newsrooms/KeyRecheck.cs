using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace NewsHub.Articles.Newsrooms;

/// <summary>Looks a request's key up again when its body has arrived: a body can take minutes, and the key can be revoked meanwhile.</summary>
internal static class KeyRecheck
{
    /// <summary>Sets the request's user to the key's current rights. Returns the refusal if they no longer allow the request, null otherwise.</summary>
    public static async ValueTask<IResult?> Check(HttpContext http)
    {
        if (await http.RequestServices.GetRequiredService<KeyCache>().Renew(http.User) is not { } user) return TypedResults.Challenge();
        http.User = user;
        var scopes = http.GetEndpoint()!.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(authorize => authorize.Policy!);
        return scopes.All(scope => KeyClaims.HasScope(user, scope)) ? null : TypedResults.Forbid();
    }
}
