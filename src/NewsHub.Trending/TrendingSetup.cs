using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Fairness;
using NewsHub.Trending.PostgreSql;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Trending.Recording;
using NewsHub.Trending.Sqlite;
using NewsHub.Wire;
using NewsHub.Wire.PostgreSql;
using NewsHub.Wire.Sqlite;

namespace NewsHub.Trending;

/// <summary>Registers the services and endpoints of trending.</summary>
public static class TrendingSetup
{
    /// <summary>The tables of reactions. With a killed article go its reactions and the state of its counter.</summary>
    public static readonly FeatureSchema Schema = new("trending", typeof(TrendingSetup).Assembly, ["reactions"])
    {
        RowsOfArticles =
        [
            new ArticleRows("reactions", "article_id, kind, reader"),
            new ArticleRows("grain_state", "grain_id, name", "grain_id", "trendingcounter/"),
        ],
    };

    /// <summary>Adds counters and rankings; reactions are stored in the wire's database. Requires the wire's services.</summary>
    public static IServiceCollection AddTrending(this IServiceCollection services)
    {
        services.AddClocks();
        services.AddOptions<TrendingOptions>().BindConfiguration(TrendingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<FairnessOptions>().BindConfiguration(FairnessOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddMetrics();
        services.AddSingleton(Schema);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<TrendingOptions>>().Value.Rising).AddSingleton(RankingFormula.Today);
        services.AddSingleton<RankingFormulas>();
        services.AddHostedService<RisingHalfLife>();
        services.AddSingleton<FairnessMetrics>();
        services.AddSingleton<UsualReadersRelay>().AddHostedService(provider => provider.GetRequiredService<UsualReadersRelay>());
        services.AddSingleton<IJsonTypeInfoResolver>(TrendingJson.Default);
        services.TryAddSingleton(OpenReactions);
        services.AddSingleton<ReaderIdentifier>();
        services.AddSingleton<TokenLimit>();
        services.AddHostedService<ReaderKeyLoader>();
        services.AddHostedService<ReactionConversion>();
        services.AddSingleton<AlsoRead>().AddSingleton<ClickRates>();
        services.AddSingleton<PublicArticles>();
        services.AddRankingCache();
        services.AddSingleton<TrendingLog>();
        services.AddHostedService(provider => provider.GetRequiredService<TrendingLog>());
        services.AddWireOutput<CounterUpdates>();
        return services;
    }

    /// <summary>Adds what reads rankings for pages and for the weight of a read.</summary>
    public static IServiceCollection AddRankingCache(this IServiceCollection services)
    {
        services.AddHybridCache();
        services.AddOptions<MemoryCacheOptions>().Configure<TimeProvider>((cache, time) => cache.Clock = new CacheClock(time));
        return services.AddSingleton<RankingCache>();
    }

    /// <summary>Maps the endpoints for rankings, counts, reactions and identities under <c>/api</c>.</summary>
    public static IEndpointRouteBuilder MapTrending(this IEndpointRouteBuilder routes)
    {
        RankingApi.Map(routes);
        ReactionApi.Map(routes);
        ReaderApi.Map(routes);
        return routes;
    }

    private static IReactionStore OpenReactions(IServiceProvider provider) => provider.GetService<PostgreSqlDatabase>() is { } shared
        ? new PostgreSqlReactionStore(shared)
        : new SqliteReactionStore(provider.GetRequiredService<SqliteDatabase>());
}
