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

    /// <summary>The head, and when the entry is of that this hub knows; nothing from a replica, which may lag behind.</summary>
    private const string KnownEntry = "SELECT head, (SELECT at FROM entries WHERE sequence = $1) FROM wire WHERE NOT pg_is_in_recovery()";

    public static NpgsqlDataSource ForReading(string connectionString, Seen seen) => Build(
        Settings(connectionString, builder =>
        {
            if (!builder.ContainsKey("Maximum Pool Size")) builder.MaxPoolSize = MaxReaders;
        }),
        connection => Compare(connection, seen));

    public static NpgsqlDataSource ForWriting(string connectionString, Seen seen) => Build(
        Settings(connectionString, settings =>
        {
            settings.MinPoolSize = 0;
            settings.MaxPoolSize = MaxWriters;
            settings.CommandTimeout = WriteTimeout;
            settings.NoResetOnClose = true; // so that plans stay steady when a connection comes back
        }),
        async connection =>
        {
            await using (var command = new NpgsqlCommand(SteadyPlans, connection)) await command.ExecuteNonQueryAsync();
            await Compare(connection, seen);
        });

    private static NpgsqlDataSource Build(string settings, Func<NpgsqlConnection, Task> begin)
    {
        var builder = new NpgsqlDataSourceBuilder(settings);
        builder.UsePhysicalConnectionInitializer(_ => throw new NotSupportedException("Connections are opened asynchronously."), begin);
        return builder.Build();
    }

    // Another server can only answer over another connection: so nothing is read from one, or written to it, before it is compared.
    private static async Task Compare(NpgsqlConnection connection, Seen seen)
    {
        if (seen.Newest is not { Sequence: > 0 } known) return;
        await using var command = new NpgsqlCommand(KnownEntry, connection) { Parameters = { new() { Value = known.Sequence } } };
        await using var row = await command.ExecuteReaderAsync();
        if (await row.ReadAsync()) seen.Compare(known, row.GetInt64(0), row.IsDBNull(1) ? null : row.GetInt64(1));
    }

    private static string Settings(string connectionString, Action<NpgsqlConnectionStringBuilder> more)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = MaxPrepared, AutoPrepareMinUsages = 2 };
        settings.ApplicationName ??= "newshub";
        more(settings);
        return settings.ToString();
    }
}
