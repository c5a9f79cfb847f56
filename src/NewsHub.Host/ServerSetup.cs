using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using NewsHub.Host.OpenApi;
using NewsHub.Http;
using NewsHub.Wire.PostgreSql;

namespace NewsHub.Host;

/// <summary>Configures the web server, JSON and error responses.</summary>
internal static class ServerSetup
{
    private const string DefaultUrl = "http://localhost:8080";

    /// <summary>
    /// Kernel send buffer of one connection, in bytes. The kernel's own limit is 4 MB, so that 1,000 stalled readers could hold 4 GB outside of
    /// the outboxes' bounds. 256 KB still allow 1.3 MB/s at a round-trip time of 200 ms.
    /// </summary>
    private const int MaxSendBuffer = 256 * 1024;

    /// <summary>Time to move readers, deactivate grains and write pending data at shutdown. Then the process ends. An orchestrator should allow more.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Time after which services that are still stopping are cancelled. Shorter than <see cref="ShutdownTimeout"/>, after which the process exits.</summary>
    private static readonly TimeSpan GracefulTimeout = TimeSpan.FromSeconds(27);

    public static HubOptions ReadHubOptions(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(HubOptions.Section).Get<HubOptions>() ?? new HubOptions();
        options.ConnectionString = builder.Configuration.GetConnectionString(PostgreSqlOptions.ConnectionName);
        options.TakesFreePort = !options.IsClustered && builder.Configuration[$"{HubOptions.Section}:{nameof(HubOptions.SiloPort)}"] is null;
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        return options;
    }

    public static void AddServer(this WebApplicationBuilder builder, HubOptions hub)
    {
        if (string.IsNullOrEmpty(builder.Configuration["urls"])) builder.WebHost.UseUrls(DefaultUrl);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.WebHost.UseSockets(sockets =>
        {
            // A shard writes to the socket on its own thread, which saves a sixth of the CPU per delivery. Unsafe only where handlers block; none here do.
            sockets.UnsafePreferInlineScheduling = true;
            sockets.CreateBoundListenSocket = CreateListenSocket;
        });
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider(); // the hub uses no protected data, so no keys are stored
        builder.Services.AddExceptionHandler<FailureHandler>();
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true); // so that FailureHandler can report the reason
        builder.Services.AddRequestLimit(hub);
        builder.Services.AddApiDescriptions();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = GracefulTimeout);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict; // the OpenAPI document would describe numbers as text, too
            foreach (var resolver in new IJsonTypeInfoResolver[] { Articles.ArticleJson.Default, Gateway.LiveJson.Default, Wire.WireJson.Default })
                json.SerializerOptions.TypeInfoResolverChain.Insert(0, resolver);
        });
    }

    public static void UseServer(this WebApplication app)
    {
        app.UseForwardedHeaders();
        var proxies = app.Services.GetRequiredService<ProxyWarning>();
        app.Use((http, next) =>
        {
            proxies.Observe(http);
            return next(http);
        });
        app.UseSecurityHeaders();
        app.UseOtherSites();
        app.UseExceptionHandler(_ => { }); // FailureHandler handles every exception
        app.UseStatusProblems();
        app.UseUnknownPaths("api", "live", "health", "openapi", "metrics");
        app.UseAuthentication();
        app.UseReaderAddress();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseQueryRules();
    }

    // Accepted connections inherit the send buffer of the listening socket.
    private static Socket CreateListenSocket(EndPoint endPoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        socket.SendBufferSize = MaxSendBuffer;
        return socket;
    }
}
