using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace NewsHub.Http;

/// <summary>Metadata of an endpoint whose responses pages of any origin may read, its errors included: they are public and depend on no cookie.</summary>
public sealed class AnyOrigin;

public static class AnyOriginSetup
{
    /// <summary>Must run after routing.</summary>
    public static IApplicationBuilder UseAnyOrigin(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        // Not set at once: the headers are cleared when an exception becomes an error response.
        if (http.GetEndpoint()?.Metadata.GetMetadata<AnyOrigin>() is not null)
            http.Response.OnStarting(() =>
            {
                http.Response.Headers.AccessControlAllowOrigin = "*";
                return Task.CompletedTask;
            });
        return next(http);
    });
}
