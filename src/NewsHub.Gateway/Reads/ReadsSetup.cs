using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NewsHub.Wire;

namespace NewsHub.Gateway.Reads;

/// <summary>Registers the services and endpoints of read counting.</summary>
public static class ReadsSetup
{
    /// <summary>
    /// Adds the batcher and the impressions. Requires trending and the sections. Call it after adding the silo: services stop in reverse order,
    /// so that the last batch can still be sent.
    /// </summary>
    public static IServiceCollection AddReads(this IServiceCollection services)
    {
        services.AddClocks();
        services.AddMetrics();
        services.AddSingleton<ReadMetrics>();
        services.AddSingleton<Impressions>();
        services.AddSingleton<ReadBatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<ReadBatcher>());
        return services;
    }

    /// <summary>Maps <c>POST /api/articles/{id}/reads</c> and <c>POST /api/impressions</c>.</summary>
    public static IEndpointRouteBuilder MapReads(this IEndpointRouteBuilder routes)
    {
        ReadApi.Map(routes);
        ImpressionApi.Map(routes);
        return routes;
    }
}
