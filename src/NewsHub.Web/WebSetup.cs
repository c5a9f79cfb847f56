using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NewsHub.Web.Pages;

namespace NewsHub.Web;

/// <summary>Registers and maps the readers' pages.</summary>
public static class WebSetup
{
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddSingleton<PageBuilder>();
        return services;
    }

    /// <summary>Maps the pages, their assets, and the 404 page for all other paths.</summary>
    public static IEndpointRouteBuilder MapWeb(this IEndpointRouteBuilder app)
    {
        app.MapAssets();
        app.MapPages();
        return app;
    }
}
