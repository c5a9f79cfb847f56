using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NewsHub.Http;

namespace NewsHub.Articles.Newsrooms;

/// <summary>
/// Authenticates a newsroom by its key in <c>Authorization: Bearer …</c>. On <c>/live</c> it also accepts <c>?access_token=…</c>, because
/// browsers cannot set headers on a WebSocket.
/// </summary>
internal sealed class KeyAuthentication(
    KeyCache keys, KeyLog log, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Key";
    private const string Bearer = "Bearer ";
    private const int MaxKeyLength = 256;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (KeyOf(Request) is not { } key) return AuthenticateResult.NoResult();
        if (key.Length > MaxKeyLength || Key.Hash(key) is not { } hash || await keys.Find(hash) is not { } holder)
        {
            log.Rejected();
            return AuthenticateResult.Fail(KeyRefusal.Unknown);
        }

        log.Used(holder);
        return AuthenticateResult.Success(new AuthenticationTicket(KeyClaims.PrincipalOf(hash, holder), SchemeName));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer realm=\"newshub\"";
        await Problem.Of(StatusCodes.Status401Unauthorized, KeyRefusal.ReasonOf(Request)).ExecuteAsync(Context);
    }

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        await Problem.Of(StatusCodes.Status403Forbidden, KeyRefusal.Forbidden).ExecuteAsync(Context);

    /// <summary>The key that a request has sent; null if it has none.</summary>
    internal static string? KeyOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return header[Bearer.Length..].Trim();
        return request.Path.StartsWithSegments("/live") && request.Query["access_token"] is [{ Length: > 0 } token] ? token : null;
    }
}
