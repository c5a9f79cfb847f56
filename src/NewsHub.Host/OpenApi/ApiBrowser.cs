using Scalar.AspNetCore;

namespace NewsHub.Host.OpenApi;

/// <summary>The page at <c>/docs/openapi</c>, which shows the OpenAPI document and calls nothing but the hub.</summary>
internal static class ApiBrowser
{
    public static void MapApiBrowser(this IEndpointRouteBuilder routes) => routes.MapScalarApiReference("/docs/openapi", page => page
            .WithTitle("NewsHub API").DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideClientButton().HideDeveloperTools().WithNonce())
        .AddEndpointFilter(SecurityHeaders.ForApiBrowser);
}
