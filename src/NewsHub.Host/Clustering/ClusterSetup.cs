using System.Net;
using NewsHub.Host.Telemetry;
using NewsHub.Wire.PostgreSql;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace NewsHub.Host.Clustering;

/// <summary>This process's place among the hubs: alone, a silo of a cluster, or a gateway that is its client.</summary>
/// <remarks>
/// The grain directory is Orleans' default. When a silo dies, it puts down grains on living silos too, those whose entries the dead one
/// held; <c>AddDistributedGrainDirectory</c> would not, but is experimental (ORLEANSEXP003). What our grains know is in the database, and
/// they come back with one read of it; so the sure one serves us.
/// </remarks>
internal static class ClusterSetup
{
    /// <summary>Never changes: it belongs to what is stored.</summary>
    private const string ServiceId = "newshub";

    /// <summary>Longer than the wire holds a call (5 s), so that a late answer is a failure and not a habit.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How soon a silo that was cut off without a word is passed over by one that starts: three of these.</summary>
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(5);

    /// <summary>How soon a gateway learns of a new silo.</summary>
    private static readonly TimeSpan LookForSilos = TimeSpan.FromSeconds(5);

    public static void AddCluster(this WebApplicationBuilder builder, HubOptions hub, TelemetryOptions telemetry)
    {
        if (hub.IsSilo)
        {
            builder.UseOrleans(silo =>
            {
                if (hub.IsClustered) AddSilo(silo, hub);
                else AddLoneSilo(silo, hub);
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

    private static void AddLoneSilo(ISiloBuilder silo, HubOptions hub)
    {
        silo.UseLocalhostClustering(hub.SiloPort, hub.GatewayPort, serviceId: ServiceId, clusterId: hub.ClusterId);
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = ResponseTimeout);
    }

    private static void AddSilo(ISiloBuilder silo, HubOptions hub)
    {
        var address = hub.SiloAddress is { } configured ? IPAddress.Parse(configured) : AdvertisedAddress.TowardsDatabase(hub.ConnectionString!);
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
            membership.IAmAliveTablePublishTimeout = SignOfLife;
        });
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = ResponseTimeout);
    }

    private static void AddClient(IClientBuilder client, HubOptions hub)
    {
        client.Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = (ServiceId, hub.ClusterId));
        client.UseAdoNetClustering(options => options.Configure<PostgreSqlDatabase>((clustering, database) =>
            (clustering.Invariant, clustering.DataSource) = ("Npgsql", database.Source)));
        client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = LookForSilos);
        client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = ResponseTimeout);
        client.UseConnectionRetryFilter<ClusterReadiness>();
    }
}
