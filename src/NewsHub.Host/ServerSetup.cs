using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.OpenApi;
using NewsHub.Wire.PostgreSql;
using Scalar.AspNetCore;

namespace NewsHub.Host;

/// <summary>What is neither news nor live: the web server, errors, the API's reference.</summary>
internal static class ServerSetup
{
    private const string DefaultUrl = "http://localhost:8080";

    /// <summary>
    /// What the kernel may hold for one connection, in bytes: its own limit is 4 MB, so that 1,000 stalled readers would cost 4 GB that no
    /// outbox sees. 256 KB still carry 1.3 MB/s to the other side of the world (200 ms).
    /// </summary>
    private const int MaxSendBuffer = 256 * 1024;

    /// <summary>For readers to be moved, grains to be put down, what waits to be written. An orchestrator should give more.</summary>
    public static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(30);

    public static HubOptions ReadHubOptions(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(HubOptions.Section).Get<HubOptions>() ?? new HubOptions();
        options.ConnectionString = builder.Configuration.GetConnectionString(PostgreSqlOptions.ConnectionName);
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        return options;
    }

    public static void AddServer(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["urls"])) builder.WebHost.UseUrls(DefaultUrl);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.WebHost.UseSockets(sockets =>
        {
            // A shard's write goes to the socket on the shard's own thread: a sixth less CPU for each delivery. "Unsafe" where handlers block; none here do.
            sockets.UnsafePreferInlineScheduling = true;
            sockets.CreateBoundListenSocket = Listen;
        });
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider(); // nothing here needs its keys, so none are written
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = ProblemResults.Explain).AddExceptionHandler<FailureHandler>();
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true); // so that the reason is told, not only 400
        builder.Services.AddOpenApi(openApi => openApi.AddDocumentTransformer(Describe));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeToStop);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            foreach (var resolver in new IJsonTypeInfoResolver[] { Articles.ArticleJson.Default, Gateway.LiveJson.Default, Wire.WireJson.Default })
                json.SerializerOptions.TypeInfoResolverChain.Insert(0, resolver);
        });
    }

    public static void UseServer(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseAuthentication();
        app.UseAuthorization();
    }

    /// <summary>The API's description at <c>/openapi/v1.json</c>, and a page to browse it at <c>/docs/openapi</c>.</summary>
    public static void MapOpenApiBrowser(this WebApplication app)
    {
        app.MapOpenApi();
        app.MapScalarApiReference("/docs/openapi", reference => reference.WithTitle("NewsHub API").DisableDefaultFonts());
    }

    // Connections inherit the buffer of the socket that accepts them.
    private static Socket Listen(EndPoint endPoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        socket.SendBufferSize = MaxSendBuffer;
        return socket;
    }

    private static Task Describe(OpenApiDocument api, OpenApiDocumentTransformerContext context, CancellationToken stopping)
    {
        api.Info = new OpenApiInfo
        {
            Title = "NewsHub", Version = "1", Description = "Commands take a key, If-Match with the version that was seen, and an Idempotency-Key.",
        };
        var key = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A newsroom's key." };
        (api.Components ??= new OpenApiComponents()).SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme> { ["key"] = key };
        return Task.CompletedTask;
    }
}
