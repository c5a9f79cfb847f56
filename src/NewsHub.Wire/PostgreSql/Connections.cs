using Npgsql;

namespace NewsHub.Wire.PostgreSql;

/// <summary>Where connections come from.</summary>
internal static class Connections
{
    /// <summary>Statements that each connection keeps prepared: more than the hub has.</summary>
    private const int MaxPrepared = 64;

    /// <summary>Reading connections, unless the connection string says otherwise: about 5 MB each in the server, so 20 × 5 = 100 MB for each hub.</summary>
    private const int MaxReaders = 20;

    /// <summary>One for each <see cref="GroupWriter{TWrite,TAnswer}"/>.</summary>
    private const int MaxWriters = 2;

    /// <summary>Seconds that a batch may take. The callers are told after ten that nobody knows: until then it should be decided.</summary>
    private const int WriteTimeout = 8;

    /// <summary>
    /// Plans that hold from the first entry to the ten millionth: by index, made once. PostgreSQL would begin with scans of small tables.
    /// A discouraged plan looks so dear that it would be compiled, for seconds: hence no <c>jit</c>.
    /// </summary>
    private const string SteadyPlans =
        "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan; SET jit = off";

    public static NpgsqlDataSource ForReading(string connectionString) => NpgsqlDataSource.Create(Settings(connectionString, builder =>
    {
        if (!builder.ContainsKey("Maximum Pool Size")) builder.MaxPoolSize = MaxReaders;
    }));

    public static NpgsqlDataSource ForWriting(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(Settings(connectionString, settings =>
        {
            settings.MinPoolSize = 0;
            settings.MaxPoolSize = MaxWriters;
            settings.CommandTimeout = WriteTimeout;
            settings.NoResetOnClose = true; // so that plans stay steady when a connection comes back
        }));
        builder.UsePhysicalConnectionInitializer(
            connection => Run(connection.CreateCommand()), async connection => await RunAsync(connection.CreateCommand()));
        return builder.Build();
    }

    private static string Settings(string connectionString, Action<NpgsqlConnectionStringBuilder> more)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = MaxPrepared, AutoPrepareMinUsages = 2 };
        settings.ApplicationName ??= "newshub";
        more(settings);
        return settings.ToString();
    }

    private static void Run(NpgsqlCommand command)
    {
        using (command)
        {
            command.CommandText = SteadyPlans;
            command.ExecuteNonQuery();
        }
    }

    private static async Task RunAsync(NpgsqlCommand command)
    {
        await using (command)
        {
            command.CommandText = SteadyPlans;
            await command.ExecuteNonQueryAsync();
        }
    }
}
