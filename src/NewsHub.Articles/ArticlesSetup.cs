using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NewsHub.Articles.Drafts;
using NewsHub.Articles.Front;
using NewsHub.Articles.Language;
using NewsHub.Articles.Latest;
using NewsHub.Articles.Lifecycle;
using NewsHub.Articles.LiveBlogs;
using NewsHub.Articles.Newsrooms;
using NewsHub.Wire;

namespace NewsHub.Articles;

/// <summary>Registers the services and maps the endpoints of articles and keys.</summary>
public static class ArticlesSetup
{
    /// <param name="directory">The directory of the admin key file.</param>
    public static IServiceCollection AddArticles(this IServiceCollection services, string directory)
    {
        services.AddOptions<ArticlesOptions>().BindConfiguration(ArticlesOptions.ConfigurationSection).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SiteOptions>().BindConfiguration(SiteOptions.ConfigurationSection).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Sections>().AddSingleton<IKnownSections>(provider => provider.GetRequiredService<Sections>());
        services.AddSingleton<DraftReader>().AddSingleton<NewsDesk>().AddSingleton<ArticleStore>().AddSingleton<PostStore>().AddSingleton<PostDesk>().AddSingleton<KeyCache>().AddSingleton<KeyLog>();
        services.AddSingleton<IJsonTypeInfoResolver>(ArticleJson.Default);
        services.AddSingleton(new AdminKeyFile(directory)).AddHostedService<AdminKey>().AddHostedService<ScheduleKeeper>();
        services.AddWireOutput<FrontWithdrawals>();
        services.AddAuthentication(KeyAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, null);
        var policies = services.AddAuthorizationBuilder();
        foreach (var scope in Scope.All)
            policies.AddPolicy(scope, policy => policy.RequireAuthenticatedUser().RequireClaim(KeyClaims.ScopeClaim, scope));
        return services;
    }

    /// <summary>
    /// Registers <see cref="LatestArticles"/>, <see cref="ArticleReader"/>, what editors placed on the front page, and <see cref="Words"/>, which only
    /// processes that serve readers need.
    /// </summary>
    public static IServiceCollection AddLatestArticles(this IServiceCollection services)
    {
        services.AddOptions<LanguageOptions>().BindConfiguration(LanguageOptions.ConfigurationSection).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<Words>().AddSingleton<ArticleReader>().AddSingleton<PlacedOnFront>().AddSingleton<LatestArticles>().AddHostedService(provider => provider.GetRequiredService<LatestArticles>())
            .AddSingleton<LiveBlogReader>().AddSingleton<LiveBlogMemory>().AddHostedService(provider => provider.GetRequiredService<LiveBlogMemory>());
    }

    public static IEndpointRouteBuilder MapArticles(this IEndpointRouteBuilder routes)
    {
        ArticleApi.Map(routes);
        ArchiveApi.Map(routes);
        PostApi.Map(routes);
        LiveBlogApi.Map(routes);
        BreakingApi.Map(routes);
        KeyApi.Map(routes);
        FrontApi.Map(routes);
        return routes;
    }
}
