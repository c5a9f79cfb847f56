using System.ComponentModel.DataAnnotations;
using Orleans.Configuration;

namespace NewsHub.Host.Clustering;

/// <summary>
/// Protects the connections between hubs by a <see cref="ClusterHandshake"/>: those to the silo port, those to the gateway port, and those that
/// silos and gateways open. A single hub has nobody to share a secret with; its own keeps out the other users of its machine.
/// </summary>
internal static class ClusterSecurity
{
    /// <summary>Call it before Orleans is added, so that the warning comes before a gateway waits for a silo.</summary>
    public static void AddClusterSecurity(this WebApplicationBuilder builder, HubOptions hub)
    {
        var options = builder.Configuration.GetSection(ClusterSecurityOptions.Section).Get<ClusterSecurityOptions>() ?? new ClusterSecurityOptions();
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        if (!hub.IsClustered) AddHandshake(builder.Services, ClusterSecret.OfThisProcess());
        else if (options.Secret is { } secret) AddHandshake(builder.Services, ClusterSecret.Of(secret));
        else builder.Services.AddHostedService<OpenClusterWarning>();
    }

    private static void AddHandshake(IServiceCollection services, ClusterSecret secret)
    {
        services.AddSingleton(secret);
        services.AddSingleton<HandshakeLog>();
        services.AddSingleton<ClusterHandshake>();
        services.AddOptions<SiloConnectionOptions>().Configure<ClusterHandshake>((connections, handshake) =>
        {
            connections.ConfigureSiloInboundConnection(handshake.AddListener);
            connections.ConfigureGatewayInboundConnection(handshake.AddListener);
            connections.ConfigureSiloOutboundConnection(handshake.AddCaller);
        });
        services.AddOptions<ClientConnectionOptions>().Configure<ClusterHandshake>((connections, handshake) => connections.ConfigureConnection(handshake.AddCaller));
    }
}
