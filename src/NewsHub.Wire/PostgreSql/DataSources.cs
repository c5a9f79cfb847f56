using Npgsql;

namespace NewsHub.Wire.PostgreSql;

/// <summary>Creates the data sources for reading and writing.</summary>
internal static class DataSources
{
    /// <summary>Maximum number of prepared statements per connection: more than the hub uses.</summary>
    private const int MaxPrepared = 64;

    /// <summary>Maximum number of reading connections unless the connection string sets one: about 5 MB each in the server, so 20 × 5 = 100 MB per hub.</summary>
    public const int MaxReaders = 20;

    /// <summary>One connection per <see cref="GroupWriter{TWrite,TAnswer}"/>.</summary>
    public const int MaxWriters = 2;

    /// <summary>Seconds after which an idle connection is closed: less than firewalls and load balancers keep one, which is 60 s or more.</summary>
    private const int IdleLifetime = 30;

    /// <summary>Seconds after which an idle connection is probed, and between probes. A probe also keeps it known to a firewall.</summary>
    private const int KeepAlive = 10;

    /// <summary>
    /// Forces generic plans that use indexes, so that plans made while tables are small, which would scan them, are not kept as they grow to ten
    /// million entries. <c>jit</c> is off because the cost of a disabled plan node would trigger a compilation that takes seconds.
    /// </summary>
    private const string PlannerSettings =
        "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan; SET jit = off";

    /// <summary>Returns the head and the time of the known entry; no row on a replica, which may lag behind.</summary>
    private const string KnownEntryQuery = "SELECT head, (SELECT at FROM entries WHERE sequence = $1) FROM wire WHERE NOT pg_is_in_recovery()";

    /// <summary>The most connections that one hub opens.</summary>
    public static int MaxConnections(string connectionString) => ReadersOf(new NpgsqlConnectionStringBuilder(connectionString)) + MaxWriters;

    public static NpgsqlDataSource ForReading(string connectionString, LogContinuity continuity) => Build(
        Settings(connectionString, settings => settings.MaxPoolSize = ReadersOf(settings)),
        connection => CheckContinuity(connection, continuity));

    public static NpgsqlDataSource ForWriting(string connectionString, LogContinuity continuity) => Build(
        Settings(connectionString, settings =>
        {
            settings.MinPoolSize = 0;
            settings.MaxPoolSize = MaxWriters;
            settings.NoResetOnClose = true; // a reset would discard PlannerSettings when a connection returns to the pool
        }),
        async connection =>
        {
            await using (var command = new NpgsqlCommand($"{PlannerSettings}; SET lock_timeout = '{Limits.Lock}s'", connection)) await command.ExecuteNonQueryAsync();
            await CheckContinuity(connection, continuity);
        });

    private static int ReadersOf(NpgsqlConnectionStringBuilder settings) => settings.ContainsKey("Maximum Pool Size") ? settings.MaxPoolSize : MaxReaders;

    private static NpgsqlDataSource Build(string settings, Func<NpgsqlConnection, Task> initialize)
    {
        var builder = new NpgsqlDataSourceBuilder(settings);
        builder.UsePhysicalConnectionInitializer(_ => throw new NotSupportedException("Connections can only be opened asynchronously."), initialize);
        return builder.Build();
    }

    // After a failover another server answers, but only on a new connection: checking each new connection detects it before any read or write.
    private static async Task CheckContinuity(NpgsqlConnection connection, LogContinuity continuity)
    {
        if (continuity.Newest is not { Sequence: > 0 } known) return;
        await using var command = new NpgsqlCommand(KnownEntryQuery, connection) { Parameters = { new() { Value = known.Sequence } } };
        await using var row = await command.ExecuteReaderAsync();
        if (await row.ReadAsync()) continuity.Compare(known, row.GetInt64(0), row.IsDBNull(1) ? null : row.GetInt64(1));
    }

    private static string Settings(string connectionString, Action<NpgsqlConnectionStringBuilder> configure)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = MaxPrepared, AutoPrepareMinUsages = 2,
            Timeout = Limits.Connect, CommandTimeout = Limits.Command, CancellationTimeout = -1, // -1: does not wait for the canceled statement's answer
            ConnectionIdleLifetime = IdleLifetime, ConnectionPruningInterval = KeepAlive,
            TcpKeepAlive = true, TcpKeepAliveTime = KeepAlive, TcpKeepAliveInterval = KeepAlive,
        };
        settings.ApplicationName ??= "newshub";
        configure(settings);
        return settings.ToString();
    }
}
