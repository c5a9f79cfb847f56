using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.OpenApi;
using NewsHub.Http;
using NewsHub.Wire.PostgreSql;
using Scalar.AspNetCore;

namespace NewsHub.Host;

/// <summary>Configures the web server, error responses and the API reference.</summary>
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
        builder.Services.AddOpenApi(openApi =>
        {
            openApi.AddDocumentTransformer(DescribeApi);
            openApi.ShouldInclude = route => route.HttpMethod != HttpMethods.Head;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = GracefulTimeout);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            foreach (var resolver in new IJsonTypeInfoResolver[] { Articles.ArticleJson.Default, Gateway.LiveJson.Default, Wire.WireJson.Default })
                json.SerializerOptions.TypeInfoResolverChain.Insert(0, resolver);
        });
    }

    public static void UseServer(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseOtherSites();
        app.UseExceptionHandler(_ => { }); // FailureHandler handles every exception
        app.UseStatusProblems();
        app.UseUnknownPaths("api", "live", "health", "openapi", "metrics");
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseQueryRules();
    }

    /// <summary>Maps the OpenAPI document at <c>/openapi/v1.json</c> and a page to browse it at <c>/docs/openapi</c>.</summary>
    public static void MapOpenApiBrowser(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        routes.MapScalarApiReference("/docs/openapi", reference => reference.WithTitle("NewsHub API").DisableDefaultFonts())
            .AddEndpointFilter(SecurityHeaders.ForOpenApiBrowser);
    }

    // Accepted connections inherit the send buffer of the listening socket.
    private static Socket CreateListenSocket(EndPoint endPoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        socket.SendBufferSize = MaxSendBuffer;
        return socket;
    }

    private static Task DescribeApi(OpenApiDocument api, OpenApiDocumentTransformerContext context, CancellationToken stopping)
    {
        api.Info = new OpenApiInfo
        {
            Title = "NewsHub", Version = "1",
            Description = "Commands take an API key, If-Match with the version that the caller has seen, and an Idempotency-Key.",
        };
        var key = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The API key of a newsroom." };
        (api.Components ??= new OpenApiComponents()).SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme> { ["key"] = key };
        return Task.CompletedTask;
    }
}
