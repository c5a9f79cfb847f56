using System.Security.Claims;
using NewsHub.Articles.Lifecycle;

namespace NewsHub.Articles.Newsrooms;

/// <summary>Whom a request comes from, as the key told.</summary>
public static class KeyClaims
{
    public const string ScopeClaim = "scope";
    private const string NewsroomClaim = "newsroom";

    /// <summary>The key's id.</summary>
    private const string KeyClaim = "key";

    /// <summary>The key's hash, for asking the keyring again. Never shown or logged.</summary>
    private const string HashClaim = "keyHash";

    /// <summary>The desk behind a request; it must have passed an authorization that needs a key.</summary>
    public static Actor ActorOf(ClaimsPrincipal user) => new(
        user.FindFirst(NewsroomClaim)?.Value ?? throw new InvalidOperationException("The request came without a key."),
        May(user, Scope.Edit),
        user.FindFirst(KeyClaim)?.Value);

    /// <summary>Whether the key reaches as far as a scope.</summary>
    public static bool May(ClaimsPrincipal user, string scope) => user.HasClaim(ScopeClaim, scope);

    /// <summary>Whether the article is shown while it is not public: to its newsroom, and to editors.</summary>
    public static bool MaySee(ClaimsPrincipal user, Article article) =>
        May(user, Scope.Edit) || user.HasClaim(NewsroomClaim, article.Newsroom);

    /// <summary>The hash of the key that the user came with; null: they came without one.</summary>
    public static string? HashOf(ClaimsPrincipal user) => user.FindFirst(HashClaim)?.Value;

    internal static ClaimsPrincipal PrincipalOf(string hash, KeyHolder holder) => new(new ClaimsIdentity(
        [
            .. Scope.Including(holder.Scope).Select(scope => new Claim(ScopeClaim, scope)),
            new Claim(NewsroomClaim, holder.Newsroom), new Claim(KeyClaim, holder.Id), new Claim(HashClaim, hash),
        ],
        KeyAuthentication.SchemeName));
}
