using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace NewsHub.Wire.PostgreSql;

/// <summary>
/// The database that the hubs of a cluster share. It must be opened before use and is safe for concurrent use. Lost connections are replaced, so
/// the hub survives a restart of the database.
/// </summary>
public sealed partial class PostgreSqlDatabase : IAsyncDisposable
{
    /// <summary>How long a starting hub waits for a standby to be promoted, as during a failover. After that it exits: the address is wrong.</summary>
    private static readonly TimeSpan MaxPromotionWait = TimeSpan.FromSeconds(15);

    private readonly PostgreSqlOptions _options;
    private readonly WallClock _clock;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IEnumerable<FeatureSchema>? _features;
    private readonly WireMetrics? _metrics;
    private readonly NpgsqlDataSource _writers;
    private readonly Connections _connections;
    private GroupWriter<Commit, CommitOutcome>? _commits;
    private GroupWriter<StateWrite, bool>? _states;
    private readonly PostgreSqlEpoch _epoch;
    private bool _isOpen;
    private string? _clockSkew;

    /// <param name="features">Features that keep tables in the database, besides the wire.</param>
    /// <param name="metrics">What records the commits, if anything does.</param>
    public PostgreSqlDatabase(
        IOptions<PostgreSqlOptions> options, WallClock clock, TimeProvider time, ILogger<PostgreSqlDatabase> logger, IEnumerable<FeatureSchema>? features = null,
        WireMetrics? metrics = null)
    {
        (_options, _clock, _time, _logger, _features, _metrics) = (options.Value, clock, time, logger, features, metrics);
        Source = DataSources.ForReading(_options.ConnectionString, Continuity);
        _writers = DataSources.ForWriting(_options.ConnectionString, Continuity);
        _connections = new Connections(Source, time);
        RowsOfArticles = [.. FeatureSchema.WithWire(features).SelectMany(schema => schema.RowsOfArticles)];
        _epoch = new PostgreSqlEpoch(this, logger);
    }

    /// <summary>Connections for components that run their own statements on the same database.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>The database's epoch, part of every cursor.</summary>
    public string Epoch => _isOpen ? _epoch.Value : throw NotOpened;

    /// <summary>
    /// Null while this machine's clock agreed with the database's when they were last compared, which happens every second; otherwise a
    /// description of the error and its remedy. Commits are refused meanwhile.
    /// </summary>
    public string? ClockSkew => Volatile.Read(ref _clockSkew);

    internal LogContinuity Continuity { get; } = new();

    internal IReadOnlyList<ArticleRows> RowsOfArticles { get; }

    private static InvalidOperationException NotOpened => new("The database has not been opened yet.");

    /// <summary>Waits until the database can be reached, and brings its schema up to date.</summary>
    /// <exception cref="InvalidOperationException">The database cannot be used; the message says how to fix it.</exception>
    public async Task Open(CancellationToken stopping = default)
    {
        var start = _time.GetTimestamp();
        await new Retry(_time).UntilDone(token => Prepare(mayWait: _time.GetElapsedTime(start) < MaxPromotionWait, token), IsNotReachedYet, stopping);
        var writers = new Connections(_writers, _time);
        _commits = new GroupWriter<Commit, CommitOutcome>(writers, new CommitBatch(Epoch).Send, CommitBatch.ConflictKeys, _metrics, _time, _logger, commit => commit.ErasesParts);
        _states = new GroupWriter<StateWrite, bool>(writers, PostgreSqlGrainStates.Send, PostgreSqlGrainStates.ConflictKeys, _metrics, _time, _logger);
    }

    /// <summary>Returns all rows. Values are bound by position to <c>$1</c>, <c>$2</c> …</summary>
    /// <exception cref="StoreUnreachableException">The database did not answer.</exception>
    public Task<IReadOnlyList<T>> All<T>(string sql, Func<NpgsqlDataReader, T> map, object?[] values, CancellationToken stopping = default) =>
        Read(async command =>
        {
            var rows = new List<T>();
            await using var reader = await command.ExecuteReaderAsync(stopping);
            while (await reader.ReadAsync(stopping)) rows.Add(map(reader));
            return (IReadOnlyList<T>)rows;
        }, sql, values, stopping);

    /// <summary>Returns the first row, or null.</summary>
    /// <exception cref="StoreUnreachableException">The database did not answer.</exception>
    public async Task<T?> First<T>(string sql, Func<NpgsqlDataReader, T> map, object?[] values, CancellationToken stopping = default)
        where T : class => await All(sql, map, values, stopping) is [var first, ..] ? first : null;

    /// <summary>Runs a statement in its own transaction, which is durable when this completes. Returns the number of changed rows.</summary>
    /// <exception cref="StoreUnreachableException">The database did not answer; the message says whether the change may have been stored.</exception>
    public async Task<int> Execute(string sql, object?[] values, CancellationToken stopping = default)
    {
        var isSent = false;
        try
        {
            return await Run().WaitAsync(Limits.Read, stopping);
        }
        catch (Exception failure) when (Failures.IsConnectionFailure(failure))
        {
            LogDatabaseNotReached(failure);
            _connections.Clear();
            throw isSent ? StoreUnreachableException.Unknown() : StoreUnreachableException.NothingStored();
        }
        catch (Exception failure) when (Failures.FindExhaustion(failure) is { } exhausted)
        {
            LogDatabaseNotReached(failure);
            throw exhausted;
        }
        catch (Exception failure) when (Failures.IsTransient(failure))
        {
            LogDatabaseNotReached(failure);
            throw StoreUnreachableException.NothingStored();
        }

        async Task<int> Run()
        {
            await using var connection = await _connections.Open(stopping);
            await using var command = Bind(connection.CreateCommand(), sql, values);
            isSent = true;
            return await command.ExecuteNonQueryAsync(stopping);
        }
    }

    /// <summary>Ends the epoch, so that earlier cursors are not recovered. Returns the new epoch.</summary>
    public Task<string> RenewEpoch(CancellationToken stopping = default) => _epoch.Renew(stopping);

    /// <summary>Returns null if the epoch continues, otherwise the reason why it has ended.</summary>
    internal async Task<string?> CheckEpoch(CancellationToken stopping)
    {
        await CheckClock(stopping);
        return await _epoch.Check(stopping);
    }

    public async ValueTask DisposeAsync()
    {
        if (_commits is not null) await _commits.DisposeAsync();
        if (_states is not null) await _states.DisposeAsync();
        await _writers.DisposeAsync();
        await Source.DisposeAsync();
    }

    /// <exception cref="StoreUnreachableException">This machine's clock is wrong: the commit's times would be, too.</exception>
    internal Task<CommitOutcome> Store(Commit commit) =>
        ClockSkew is { } skew ? throw StoreUnreachableException.Refused(skew) : (_commits ?? throw NotOpened).Write(commit);

    internal Task<bool> Store(StateWrite write) => (_states ?? throw NotOpened).Write(write);

    private async Task CheckClock(CancellationToken stopping)
    {
        try
        {
            Volatile.Write(ref _clockSkew, SkewMessage(await ReadClock(stopping).WaitAsync(Limits.Read, stopping)));
        }
        catch (Exception failure) when (Failures.IsConnectionFailure(failure))
        {
            throw StoreUnreachableException.NotRead();
        }
    }

    // A pooled connection may have died with a server restart, so a read is repeated once on a new connection, which is harmless. One that was
    // not answered in time is not repeated.
    private async Task<T> Read<T>(Func<NpgsqlCommand, Task<T>> query, string sql, object?[] values, CancellationToken stopping)
    {
        try
        {
            return await Run().WaitAsync(Limits.Read, stopping);
        }
        catch (Exception failure) when (Failures.IsConnectionFailure(failure) || Failures.IsTransient(failure) || Failures.FindExhaustion(failure) is not null)
        {
            LogDatabaseNotReached(failure);
            _connections.Clear();
            throw StoreUnreachableException.NotRead();
        }

        async Task<T> Run()
        {
            for (var isFirst = true; ; isFirst = false)
            {
                try
                {
                    await using var connection = await _connections.Open(stopping);
                    await using var command = Bind(connection.CreateCommand(), sql, values);
                    return await query(command);
                }
                catch (Exception failure) when (isFirst && Failures.IsConnectionFailure(failure) && !Failures.IsTimeout(failure))
                {
                    _connections.Clear();
                }
            }
        }
    }

    private async Task Prepare(bool mayWait, CancellationToken stopping)
    {
        try
        {
            await using var connection = await Source.OpenConnectionAsync(stopping);
            await ServerCheck.Run(connection, DataSources.MaxConnections(_options.ConnectionString), mayWait, stopping);
            await PoolerCheck.Run(_options.ConnectionString, stopping);
            await Durability.Check(connection, stopping);
            if (SkewMessage(await ClockReading.Take(connection, _clock, stopping)) is { } skew) throw new InvalidOperationException(skew);
            await PostgreSqlSchema.Migrate(connection, _options.ApplySchema, _features, stopping);
            await _epoch.Open(stopping);
            _isOpen = true;
        }
        catch (Exception failure) when (Failures.IsAccessDenied(failure))
        {
            throw new InvalidOperationException($"PostgreSQL denies access with ConnectionStrings:{PostgreSqlOptions.ConnectionName}: {failure.Message}", failure);
        }
    }

    private async Task<ClockReading> ReadClock(CancellationToken stopping)
    {
        await using var connection = await _connections.Open(stopping);
        return await ClockReading.Take(connection, _clock, stopping);
    }

    private bool IsNotReachedYet(Exception failure)
    {
        if (failure is StoreUnreachableException) return true; // the connection was lost between two statements; already logged
        if (failure is StandbyException)
        {
            LogWaitingForPromotion(failure.Message);
            return true;
        }

        if (!Failures.IsConnectionFailure(failure) && !Failures.IsTransient(failure)) return false;
        var server = new NpgsqlConnectionStringBuilder(_options.ConnectionString);
        LogWaitingForDatabase(server.Host, server.Port, server.Database, failure.Message);
        return true;
    }

    private string? SkewMessage(ClockReading clocks) => clocks.SkewMessage(TimeSpan.FromSeconds(_options.MaxClockSkewSeconds));

    private static NpgsqlCommand Bind(NpgsqlCommand command, string sql, object?[] values)
    {
        command.CommandText = sql;
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }

    [LoggerMessage(1006, LogLevel.Warning, "Waiting for PostgreSQL at {Host}:{Port}, database {Database}: {Reason}")]
    private partial void LogWaitingForDatabase(string? host, int port, string? database, string reason);

    [LoggerMessage(1007, LogLevel.Warning, "The database cannot be reached")]
    private partial void LogDatabaseNotReached(Exception failure);

    [LoggerMessage(1033, LogLevel.Warning, "Waiting for the promotion of the server: {Reason}")]
    private partial void LogWaitingForPromotion(string reason);
}
