using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NewsHub.Wire.Outputs;
using NewsHub.Wire.PostgreSql;
using NewsHub.Wire.Sqlite;
using Orleans.Runtime.Hosting;

namespace NewsHub.Wire;

/// <summary>Registers the wire's services.</summary>
public static class WireSetup
{
    /// <summary>The name of the grain storage in the wire's database.</summary>
    public const string GrainStorage = "newshub";

    /// <summary>Adds the wire and the grain storage on a SQLite database in <paramref name="directory"/>.</summary>
    public static IServiceCollection AddSqliteWire(this IServiceCollection services, string directory)
    {
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<SqliteDatabase>(provider, directory));
        services.AddSingleton<IWireStore, SqliteWireStore>().AddSingleton<IGrainStates, SqliteGrainStates>();
        return services.AddWire();
    }

    /// <summary>Adds the wire and the grain storage on the PostgreSQL database that the cluster shares.</summary>
    public static IServiceCollection AddPostgreSqlWire(this IServiceCollection services, string connectionString)
    {
        services.AddOptions<PostgreSqlOptions>().BindConfiguration(PostgreSqlOptions.Section)
            .Configure(options => options.ConnectionString = connectionString).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<PostgreSqlDatabase>();
        services.AddSingleton<IWireStore, PostgreSqlWireStore>().AddSingleton<IGrainStates, PostgreSqlGrainStates>();
        services.AddHostedService<DatabaseStartup>();
        return services.AddWire();
    }

    /// <summary>Adds <see cref="WallClock"/> for dates and <see cref="TimeProvider"/> for durations, which replaces the one that Orleans registers.</summary>
    public static IServiceCollection AddClocks(this IServiceCollection services)
    {
        services.TryAddSingleton(new WallClock(TimeProvider.System));
        return services.Replace(ServiceDescriptor.Singleton<TimeProvider, MonotonicTimeProvider>());
    }

    /// <summary>Adds an output that runs once for the cluster.</summary>
    public static IServiceCollection AddWireOutput<T>(this IServiceCollection services)
        where T : class, IWireOutput => services.AddSingleton<IWireOutput, T>();

    private static IServiceCollection AddWire(this IServiceCollection services)
    {
        services.AddClocks();
        services.AddMetrics().TryAddSingleton<WireMetrics>();
        services.AddGrainStorage(GrainStorage, (provider, _) => ActivatorUtilities.CreateInstance<GrainStateStorage>(provider));
        services.AddOptions<WireOptions>().BindConfiguration(WireOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<WireFollower>().AddSingleton<WireNotifier>();
        services.AddSingleton<WireTail>().AddHostedService(provider => provider.GetRequiredService<WireTail>());
        services.AddSingleton<SiloShutdown>().AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloShutdown>());
        services.AddHostedService<WirePruning>();
        services.AddHostedService<EpochWatch>();
        services.AddHostedService<WireOutputKeeper>();
        return services;
    }
}
