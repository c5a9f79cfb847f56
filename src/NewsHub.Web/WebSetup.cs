using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NewsHub.Web.Front;
using NewsHub.Web.Pages;

namespace NewsHub.Web;

/// <summary>Registers and maps the readers' pages.</summary>
public static class WebSetup
{
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddOptions<WebOptions>().BindConfiguration(WebOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddRazorComponents();
        services.AddSingleton<FrontPage>();
        services.AddHostedService(provider => provider.GetRequiredService<FrontPage>());
        services.AddSingleton<RankingCache>();
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
