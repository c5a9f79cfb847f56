using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;
using NewsHub.Gateway.Draining;
using NewsHub.Gateway.FanOut;
using NewsHub.Gateway.Polling;
using NewsHub.Gateway.Reads;
using NewsHub.Gateway.SignalR;
using NewsHub.Gateway.Sockets;
using NewsHub.Gateway.Sse;
using NewsHub.Http;
using NewsHub.Wire;

namespace NewsHub.Gateway;

/// <summary>Registers the gateway's services and endpoints.</summary>
public static class GatewaySetup
{
    /// <summary>Adds live push and read counting. Requires the wire, articles and trending.</summary>
    public static IServiceCollection AddGateway(this IServiceCollection services)
    {
        services.AddOptions<LiveOptions>().BindConfiguration(LiveOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<LiveMetrics>().AddSingleton<SubscriptionRegistry>().AddSingleton<ConnectionLimiter>().AddSingleton<PayloadFormats>();
        services.AddSingleton<FanOut.FanOut>().AddSingleton<ReplayBudget>().AddSingleton<CatchUpTurns>().AddSingleton<CatchUp>().AddSingleton<Subscriptions>().AddSingleton<IWirePolling, WirePolling>();
        services.AddReads();
        services.AddHostedService<WireRelay>().AddSingleton<RankingRelay>().AddSingleton<CountsRelay>();
        services.AddHostedService(provider => provider.GetRequiredService<RankingRelay>()).AddHostedService(provider => provider.GetRequiredService<CountsRelay>());
        services.AddHostedService<Heartbeat>().AddHostedService<Drain>();
        services.AddHealthChecks().AddCheck<DrainHealth>("draining");
        services.AddSingleton<SocketEndpoint>().AddSingleton<EventStreamEndpoint>();
        services.AddLiveHub();
        return services;
    }

    public static IEndpointRouteBuilder MapGateway(this IEndpointRouteBuilder routes)
    {
        routes.MapReads();
        WireApi.Map(routes);
        EventStreamEndpoint.Map(routes);
        routes.MapLiveHub();
        return routes;
    }

    private static void AddLiveHub(this IServiceCollection services)
    {
        services.AddSingleton<HubLifetimeManager<LiveHub>, LiveLifetime>();
        services.AddSignalR(hub =>
            {
                hub.AddFilter<CallLimit>();
                hub.AddFilter<CallFailures>();
            })
            .AddJsonProtocol(json => json.PayloadSerializerOptions = LiveJson.All)
            .AddMessagePackProtocol(pack => pack.SerializerOptions = JsonBridge.Options);
        ArgumentErrors.Decorate(services);
        services.AddSingleton<CallLimit>().AddSingleton<CallFailures>();
        services.AddOptions<HubOptions>().Configure<IOptions<LiveOptions>>((hub, live) => hub.MaximumReceiveMessageSize = live.Value.MaxMessageBytes);
    }

    /// <summary>Maps SignalR's endpoints, with our transport in place of its WebSockets and behind the connection limiter.</summary>
    private static void MapLiveHub(this IEndpointRouteBuilder routes)
    {
        var limiter = routes.ServiceProvider.GetRequiredService<ConnectionLimiter>();
        var sockets = routes.ServiceProvider.GetRequiredService<SocketEndpoint>().Build(routes.CreateApplicationBuilder());
        routes.MapHub<LiveHub>("/live").Add(endpoint =>
        {
            var inner = endpoint.RequestDelegate!;
            endpoint.Metadata.Add(new QueryParameters(LiveQuery.SignalR));
            string[] methods = endpoint.Metadata.OfType<NegotiateMetadata>().Any() ? [HttpMethods.Post] : [HttpMethods.Get, HttpMethods.Post, HttpMethods.Delete];
            endpoint.RequestDelegate = http =>
                SocketEndpoint.IsFor(http) ? sockets(http)
                : !methods.Contains(http.Request.Method) ? StatusProblems.NotAllowed(http, methods).ExecuteAsync(http)
                : IsNew(http) && limiter.Refuse(http.Connection.RemoteIpAddress) is { } refusal ? refusal.WriteTo(http)
                : TextErrors.Run(http, inner);
        });
    }

    // Requests of an open connection have its id; a negotiation opens another one, whatever its query says.
    private static bool IsNew(HttpContext http) =>
        !http.Request.Query.ContainsKey("id") || http.Request.Path.Value?.TrimEnd('/').EndsWith("/negotiate", StringComparison.OrdinalIgnoreCase) is true;
}
