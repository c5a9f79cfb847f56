using System.Security.Claims;
using NewsHub.Articles.Lifecycle;

namespace NewsHub.Articles.Newsrooms;

/// <summary>Claims of a request that is authenticated by a key.</summary>
public static class KeyClaims
{
    public const string ScopeClaim = "scope";
    private const string NewsroomClaim = "newsroom";

    /// <summary>The key's id.</summary>
    private const string KeyClaim = "key";

    /// <summary>The key's hash, used to look the key up again. It is never shown or logged.</summary>
    private const string HashClaim = "keyHash";

    /// <summary>The actor of a request. The request must have passed an authorization that requires a key.</summary>
    public static Actor ActorOf(ClaimsPrincipal user) => new(
        user.FindFirst(NewsroomClaim)?.Value ?? throw new InvalidOperationException("The request has no key."),
        HasScope(user, Scope.Edit),
        user.FindFirst(KeyClaim)?.Value);

    /// <summary>True when the key has this scope or one that includes it.</summary>
    public static bool HasScope(ClaimsPrincipal user, string scope) => user.HasClaim(ScopeClaim, scope);

    /// <summary>True when the user sees the article while it is not public: its own newsroom and editors.</summary>
    public static bool CanRead(ClaimsPrincipal user, Article article) =>
        HasScope(user, Scope.Edit) || (HasScope(user, Scope.Publish) && user.HasClaim(NewsroomClaim, article.Newsroom));

    /// <summary>The id of the user's key. The request must have passed an authorization that requires a key.</summary>
    internal static string IdOf(ClaimsPrincipal user) =>
        user.FindFirst(KeyClaim)?.Value ?? throw new InvalidOperationException("The request has no key.");

    /// <summary>The hash of the user's key; null when the user has none.</summary>
    public static string? HashOf(ClaimsPrincipal user) => user.FindFirst(HashClaim)?.Value;

    internal static ClaimsPrincipal PrincipalOf(string hash, KeyHolder holder) => new(new ClaimsIdentity(
        [
            .. Scope.Including(holder.Scope).Select(scope => new Claim(ScopeClaim, scope)),
            new Claim(NewsroomClaim, holder.Newsroom), new Claim(KeyClaim, holder.Id), new Claim(HashClaim, hash),
        ],
        KeyAuthentication.SchemeName));
}
