using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NewsHub.Syndication.Archives;
using NewsHub.Syndication.Documents;
using NewsHub.Syndication.Feeds;
using NewsHub.Syndication.LiveBlogs;
using NewsHub.Syndication.Ninjs;
using NewsHub.Syndication.Sitemaps;

namespace NewsHub.Syndication;

/// <summary>Registers and maps the documents for other programs.</summary>
public static class SyndicationSetup
{
    public static IServiceCollection AddSyndication(this IServiceCollection services)
    {
        services.AddOptions<SyndicationOptions>().BindConfiguration(SyndicationOptions.ConfigurationSection).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SiteAddresses>().AddSingleton<DocumentCache>();
        services.AddSingleton<FeedIndex>().AddSingleton<FeedLists>().AddSingleton<ArticleCache>().AddSingleton<FeedReader>().AddSingleton<FeedPublisher>().AddSingleton<FeedEndpoint>();
        services.AddSingleton<PostEntries>().AddSingleton<LiveBlogFeeds>();
        services.AddSingleton<ArchiveBlocks>().AddSingleton<ArchivePublisher>();
        services.AddSingleton<SitemapMonths>().AddSingleton<SitemapPublisher>().AddSingleton<Robots>();
        services.AddSingleton<NinjsPublisher>().AddSingleton<NinjsWire>();
        services.AddHostedService<FeedFollower>();
        return services;
    }

    public static IEndpointRouteBuilder MapSyndication(this IEndpointRouteBuilder routes)
    {
        FeedApi.Map(routes);
        LiveBlogFeedApi.Map(routes);
        ArchiveApi.Map(routes);
        SitemapApi.Map(routes);
        NinjsApi.Map(routes);
        return routes;
    }
}
