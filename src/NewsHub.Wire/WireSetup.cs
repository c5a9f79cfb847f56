using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NewsHub.Wire.PostgreSql;
using NewsHub.Wire.Sqlite;
using Orleans.Runtime.Hosting;

namespace NewsHub.Wire;

/// <summary>The wire's door.</summary>
public static class WireSetup
{
    /// <summary>The name of the grain storage that lives in the wire's database.</summary>
    public const string GrainStorage = "newshub";

    /// <summary>Adds the wire, kept in SQLite in <paramref name="directory"/>, and grain storage beside it.</summary>
    public static IServiceCollection AddSqliteWire(this IServiceCollection services, string directory)
    {
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<SqliteDatabase>(provider, directory));
        services.AddSingleton<IWireStore, SqliteWireStore>().AddSingleton<IGrainStates, SqliteGrainStates>();
        return services.AddWire();
    }

    /// <summary>Adds the wire, kept in the PostgreSQL database that the cluster shares, and grain storage beside it.</summary>
    public static IServiceCollection AddPostgreSqlWire(this IServiceCollection services, string connectionString)
    {
        services.AddOptions<PostgreSqlOptions>().BindConfiguration(PostgreSqlOptions.Section)
            .Configure(options => options.ConnectionString = connectionString).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<PostgreSqlDatabase>();
        services.AddSingleton<IWireStore, PostgreSqlWireStore>().AddSingleton<IGrainStates, PostgreSqlGrainStates>();
        services.AddHostedService<DatabaseStartup>();
        return services.AddWire();
    }

    /// <summary>Adds <see cref="WallClock"/> for dates and <see cref="TimeProvider"/> for durations, in the place of the one that Orleans registers.</summary>
    public static IServiceCollection AddClocks(this IServiceCollection services)
    {
        services.TryAddSingleton(new WallClock(TimeProvider.System));
        return services.Replace(ServiceDescriptor.Singleton<TimeProvider, SteadyTime>());
    }

    private static IServiceCollection AddWire(this IServiceCollection services)
    {
        services.AddClocks();
        services.AddGrainStorage(GrainStorage, (provider, _) => ActivatorUtilities.CreateInstance<GrainStateStorage>(provider));
        services.AddOptions<WireOptions>().BindConfiguration(WireOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<WireFollower>().AddSingleton<WireNotifier>();
        services.AddSingleton<SiloClosing>().AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloClosing>());
        services.AddHostedService<WirePruning>();
        services.AddHostedService<EpochWatch>();
        return services;
    }
}
