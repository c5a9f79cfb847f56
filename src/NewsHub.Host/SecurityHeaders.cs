namespace NewsHub.Host;

/// <summary>Headers that tell browsers what a response may not do. Pages set their own Content-Security-Policy.</summary>
internal static class SecurityHeaders
{
    // The browser of the OpenAPI document starts from an inline script and styles itself. It shows nothing that newsrooms or readers sent, and the policy
    // keeps it from calling other hosts.
    private const string OpenApiBrowserPolicy =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

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

    public static ValueTask<object?> ForOpenApiBrowser(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        invocation.HttpContext.Response.Headers.ContentSecurityPolicy = OpenApiBrowserPolicy;
        return next(invocation);
    }
}
