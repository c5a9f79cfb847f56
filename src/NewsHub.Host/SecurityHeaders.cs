using Scalar.AspNetCore;

namespace NewsHub.Host;

/// <summary>Headers that tell browsers what a response may not do. Pages set their own Content-Security-Policy.</summary>
internal static class SecurityHeaders
{
    // The browser of the API documents styles itself. It shows nothing that newsrooms or readers sent, and the policy keeps it from calling other hosts.
    private const string ApiBrowserPolicy =
        "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; script-src 'self'";

    /// <summary>No response is interpreted as another type than it says, errors included, whose headers are cleared on the way.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static response =>
        {
            ((HttpResponse)response).Headers.XContentTypeOptions = "nosniff";
            return Task.CompletedTask;
        }, context.Response);
        return next(context);
    });

    /// <summary>Allows the page's own script, by the nonce that the page was rendered with.</summary>
    public static ValueTask<object?> ForApiBrowser(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        invocation.HttpContext.Response.OnStarting(static state =>
        {
            var http = (HttpContext)state;
            http.Response.Headers.ContentSecurityPolicy = http.Items[ScalarOptions.NonceHttpContextItemKey] is { } nonce ? $"{ApiBrowserPolicy} 'nonce-{nonce}'" : ApiBrowserPolicy;
            return Task.CompletedTask;
        }, invocation.HttpContext);
        return next(invocation);
    }
}
