using System.Security.Claims;
using NewsHub.Articles.Lifecycle;

namespace NewsHub.Articles.Newsrooms;

/// <summary>Whom a request comes from, as the key told.</summary>
public static class KeyClaims
{
    public const string ScopeClaim = "scope";
    private const string NewsroomClaim = "newsroom";
    private const string KeyClaim = "key";

    /// <summary>The desk behind a request; it must have passed an authorization that needs a key.</summary>
    public static Desk DeskOf(ClaimsPrincipal user) => new(
        user.FindFirst(NewsroomClaim)?.Value ?? throw new InvalidOperationException("The request came without a key."),
        user.HasClaim(ScopeClaim, Scope.Edit),
        user.FindFirst(KeyClaim)?.Value);

    /// <summary>Whether the article is shown while it is not public: to its newsroom, and to editors.</summary>
    public static bool MaySee(ClaimsPrincipal user, Article article) =>
        user.HasClaim(ScopeClaim, Scope.Edit) || user.HasClaim(NewsroomClaim, article.Newsroom);

    internal static ClaimsPrincipal PrincipalOf(KeyHolder holder, string scheme) => new(new ClaimsIdentity(
        Scope.Including(holder.Scope).Select(scope => new Claim(ScopeClaim, scope))
            .Append(new Claim(NewsroomClaim, holder.Newsroom)).Append(new Claim(KeyClaim, holder.Id)), scheme));
}
