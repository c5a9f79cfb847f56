using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NewsHub.Wire;

namespace NewsHub.Gateway.Reads;

/// <summary>The door of counting reads.</summary>
public static class ReadsSetup
{
    /// <summary>
    /// Adds the batcher and the impressions. Needs trending and the sections. Add it after the silo: what is added last stops first, and the last batch still has somebody to go to.
    /// </summary>
    public static IServiceCollection AddReads(this IServiceCollection services)
    {
        services.AddClocks();
        services.AddMetrics();
        services.AddSingleton<ReadMetrics>();
        services.AddSingleton<PublicArticles>();
        services.AddSingleton<ShownRankings>();
        services.AddSingleton<Impressions>();
        services.AddSingleton<ReadBatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<ReadBatcher>());
        return services;
    }

    /// <summary>Opens <c>POST /api/articles/{id}/reads</c> and <c>POST /api/impressions</c>.</summary>
    public static IEndpointRouteBuilder MapReads(this IEndpointRouteBuilder routes)
    {
        ReadApi.Map(routes);
        ImpressionApi.Map(routes);
        return routes;
    }
}
