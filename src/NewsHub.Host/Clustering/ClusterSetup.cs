using System.Net;
using NewsHub.Host.Startup;
using NewsHub.Host.Telemetry;
using NewsHub.Wire.PostgreSql;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace NewsHub.Host.Clustering;

/// <summary>Configures Orleans for the role of this process: a single silo, a silo of a cluster, or a gateway that is a client of one.</summary>
/// <remarks>
/// The grain directory is Orleans' default. When a silo dies, the default also deactivates the grains on living silos whose directory entries
/// the dead silo held. <c>AddDistributedGrainDirectory</c> avoids this but is experimental (ORLEANSEXP003). Grain state is in the database and
/// a grain reactivates with one read, so the stable directory is sufficient.
/// </remarks>
internal static class ClusterSetup
{
    /// <summary>Must never change: it is part of stored data.</summary>
    private const string ServiceId = "newshub";

    /// <summary>Longer than the wire grain holds a waiting read (5 s), so that a timeout always indicates a failure.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Interval of a silo's sign of life in the membership table. A starting silo ignores a silo whose last one is three intervals old.</summary>
    private static readonly TimeSpan IAmAliveInterval = TimeSpan.FromSeconds(5);

    /// <summary>Longest time until a gateway discovers a new silo.</summary>
    private static readonly TimeSpan SiloListRefreshPeriod = TimeSpan.FromSeconds(5);

    public static void AddCluster(this WebApplicationBuilder builder, HubOptions hub, TelemetryOptions telemetry)
    {
        builder.AddClusterSecurity(hub);
        if (hub.IsSilo)
        {
            builder.UseOrleans(silo =>
            {
                if (hub.IsClustered) AddClusteredSilo(silo, hub);
                else AddSingleSilo(silo, hub);
                silo.AddActivityPropagation();
                if (telemetry.Dashboard) silo.AddDashboard(Dashboard.Configure);
            });
        }
        else
        {
            builder.UseOrleansClient(client =>
            {
                AddClient(client, hub);
                client.AddActivityPropagation();
                if (telemetry.Dashboard) client.AddDashboard(Dashboard.Configure);
            });
        }
    }

    private static void AddSingleSilo(ISiloBuilder silo, HubOptions hub)
    {
        // No other process calls this silo, so any free port does and it needs no gateway.
        var (siloPort, gatewayPort) = hub.TakesFreePort ? (Ports.FindFree(), 0) : (hub.SiloPort, hub.GatewayPort);
        silo.UseLocalhostClustering(siloPort, gatewayPort, serviceId: ServiceId, clusterId: hub.ClusterId);
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = ResponseTimeout);
    }

    private static void AddClusteredSilo(ISiloBuilder silo, HubOptions hub)
    {
        var address = SiloEndpoint.AddressOf(hub);
        silo.Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = (ServiceId, hub.ClusterId));
        silo.Configure<EndpointOptions>(endpoints =>
        {
            (endpoints.AdvertisedIPAddress, endpoints.SiloPort, endpoints.GatewayPort) = (address, hub.SiloPort, hub.GatewayPort);
            endpoints.SiloListeningEndpoint = new IPEndPoint(address, hub.SiloPort);
            endpoints.GatewayListeningEndpoint = new IPEndPoint(address, hub.GatewayPort);
        });
        silo.UseAdoNetClustering(options => options.Configure<PostgreSqlDatabase>((clustering, database) =>
            (clustering.Invariant, clustering.DataSource) = ("Npgsql", database.Source)));
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = TimeSpan.FromSeconds(hub.ProbeSeconds);
            membership.NumMissedProbesLimit = hub.ProbesMissed;
            membership.IAmAliveTablePublishTimeout = IAmAliveInterval;
        });
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = ResponseTimeout);
    }

    private static void AddClient(IClientBuilder client, HubOptions hub)
    {
        client.Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = (ServiceId, hub.ClusterId));
        client.UseAdoNetClustering(options => options.Configure<PostgreSqlDatabase>((clustering, database) =>
            (clustering.Invariant, clustering.DataSource) = ("Npgsql", database.Source)));
        client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = SiloListRefreshPeriod);
        client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = ResponseTimeout);
        client.UseConnectionRetryFilter<ClusterReadiness>();
    }
}
