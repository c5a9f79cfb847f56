using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NewsHub.Web.Caching;
using NewsHub.Web.Front;
using NewsHub.Web.LiveBlogs;
using NewsHub.Web.Pages;
using NewsHub.Web.Related;
using NewsHub.Wire;

namespace NewsHub.Web;

/// <summary>Registers and maps the readers' pages.</summary>
public static class WebSetup
{
    /// <summary>Time after which a request to remove pages is repeated.</summary>
    private static readonly TimeSpan PurgeTimeout = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)); // the default writes every letter that is not Latin as a reference of seven bytes or more
        services.AddSingleton<PageScript>().AddSingleton<EmbedScript>().AddSingleton<FrontDesk>().AddSingleton<BlogReader>().AddSingleton<PageBuilder>();
        services.AddSingleton<RelatedArticles>().AddSingleton<RelatedFollower>().AddHostedService(provider => provider.GetRequiredService<RelatedFollower>());
        services.AddScoped<PageOrigin>().AddSingleton<PageRenderer>().AddSingleton<PageCache>();
        services.AddResponseCompression(compression =>
        {
            // Notices and the reference, which hold no secret that a reader could guess by its length; pages of articles are compressed already. Answers of
            // the API and streams stay as they are.
            compression.MimeTypes = ["text/html"];
            compression.EnableForHttps = true;
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal);
        return services;
    }

    /// <summary>
    /// Adds the requests that remove pages from a cache in front of the hub, if one is configured. Needed in every process of a cluster, since any of them may
    /// send them.
    /// </summary>
    public static IServiceCollection AddCachePurge(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PurgeOptions>().BindConfiguration(PurgeOptions.ConfigurationSection).ValidateDataAnnotations().ValidateOnStart();
        if (configuration[$"{PurgeOptions.ConfigurationSection}:{nameof(PurgeOptions.Url)}"] is not { Length: > 0 }) return services;
        services.AddHttpClient(nameof(CachePurge), http => http.Timeout = PurgeTimeout);
        return services.AddWireOutput<CachePurge>();
    }

    /// <summary>Compresses the pages. It comes before everything that writes them.</summary>
    public static IApplicationBuilder UseWeb(this IApplicationBuilder app) => app.UseResponseCompression();

    /// <summary>Maps the pages, their assets, and the 404 page for all other paths.</summary>
    public static IEndpointRouteBuilder MapWeb(this IEndpointRouteBuilder app)
    {
        app.MapAssets();
        app.MapPages();
        return app;
    }
}
