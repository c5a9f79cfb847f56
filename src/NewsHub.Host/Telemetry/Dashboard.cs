using System.Text;
using NewsHub.Articles.Newsrooms;
using Orleans.Dashboard;

namespace NewsHub.Host.Telemetry;

/// <summary>
/// The Orleans dashboard at <c>/dashboard</c>. It requires an admin key, which a browser sends as the password of Basic authentication with any
/// user name, because a browser cannot send a bearer token by itself. The dashboard's log trace is hidden: a log may hold killed text.
/// </summary>
internal static class Dashboard
{
    private const string Path = "/dashboard";
    private const string Basic = "Basic ";

    public static void Configure(DashboardOptions dashboard) => dashboard.HideTrace = true;

    /// <summary>Runs before authentication: replaces a Basic password by the equivalent bearer token.</summary>
    public static void UseDashboardPassword(this WebApplication app) => app.Use((http, next) =>
    {
        if (!http.Request.Path.StartsWithSegments(Path)) return next(http);
        if (PasswordOf(http.Request.Headers.Authorization.ToString()) is { } key) http.Request.Headers.Authorization = $"Bearer {key}";
        http.Response.OnStarting(() =>
        {
            if (http.Response.StatusCode is StatusCodes.Status401Unauthorized)
                http.Response.Headers.WWWAuthenticate = "Basic realm=\"newshub: any user name, and an admin key as the password\"";
            return Task.CompletedTask;
        });
        return next(http);
    });

    public static void MapDashboard(this IEndpointRouteBuilder routes) => routes.MapOrleansDashboard(Path).RequireAuthorization(Scope.Admin);

    /// <summary>The password in <c>Basic base64(name:password)</c> (RFC 7617); null if the header has another form.</summary>
    private static string? PasswordOf(string header)
    {
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) return null;
        Span<byte> bytes = stackalloc byte[1024];
        if (!Convert.TryFromBase64String(header[Basic.Length..].Trim(), bytes, out var length)) return null;
        return Encoding.UTF8.GetString(bytes[..length]) is var pair && pair.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? pair[(colon + 1)..] : null;
    }
}
