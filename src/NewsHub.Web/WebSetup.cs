using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NewsHub.Web.Front;
using NewsHub.Web.Pages;
using NewsHub.Web.Related;

namespace NewsHub.Web;

/// <summary>Registers and maps the readers' pages.</summary>
public static class WebSetup
{
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddSingleton<PageScript>().AddSingleton<FrontDesk>().AddSingleton<RelatedArticles>().AddSingleton<PageBuilder>();
        services.AddResponseCompression(compression =>
        {
            // Only pages, which hold no secret that a reader could guess by its length. Answers of the API and streams stay as they are.
            compression.MimeTypes = ["text/html"];
            compression.EnableForHttps = true;
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal);
        return services;
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
