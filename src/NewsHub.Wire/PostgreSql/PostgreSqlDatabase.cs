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
    private readonly PostgreSqlOptions _options;
    private readonly WallClock _clock;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IEnumerable<FeatureSchema>? _features;
    private readonly NpgsqlDataSource _writers;
    private GroupWriter<Commit, CommitOutcome>? _commits;
    private GroupWriter<StateWrite, bool>? _states;
    private readonly PostgreSqlEpoch _epoch;
    private bool _isOpen;

    /// <param name="features">Features that keep tables in the database, besides the wire.</param>
    public PostgreSqlDatabase(
        IOptions<PostgreSqlOptions> options, WallClock clock, TimeProvider time, ILogger<PostgreSqlDatabase> logger, IEnumerable<FeatureSchema>? features = null)
    {
        (_options, _clock, _time, _logger, _features) = (options.Value, clock, time, logger, features);
        Source = DataSources.ForReading(_options.ConnectionString, Continuity);
        _writers = DataSources.ForWriting(_options.ConnectionString, Continuity);
        _epoch = new PostgreSqlEpoch(this, logger);
    }

    /// <summary>Connections for components that run their own statements on the same database.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>The database's epoch, part of every cursor.</summary>
    public string Epoch => _isOpen ? _epoch.Value : throw NotOpened;

    internal LogContinuity Continuity { get; } = new();

    private static InvalidOperationException NotOpened => new("The database has not been opened yet.");

    /// <summary>Waits until the database can be reached, and brings its schema up to date.</summary>
    /// <exception cref="InvalidOperationException">The database cannot be used; the message says how to fix it.</exception>
    public async Task Open(CancellationToken stopping = default)
    {
        await new Retry(_time).UntilDone(Prepare, IsNotReachedYet, stopping);
        _commits = new GroupWriter<Commit, CommitOutcome>(_writers, new CommitBatch(Epoch).Send, CommitBatch.ConflictKeys, _time, _logger, commit => commit.ErasesParts);
        _states = new GroupWriter<StateWrite, bool>(_writers, PostgreSqlGrainStates.Send, PostgreSqlGrainStates.ConflictKeys, _time, _logger);
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
        }, sql, values);

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
            await using var connection = await Source.OpenConnectionAsync(stopping);
            await using var command = Bind(connection.CreateCommand(), sql, values);
            isSent = true;
            return await command.ExecuteNonQueryAsync(stopping);
        }
        catch (Exception failure) when (Failures.IsConnectionFailure(failure))
        {
            LogDatabaseNotReached(failure);
            Source.Clear();
            throw isSent ? StoreUnreachableException.Unknown() : StoreUnreachableException.NothingStored();
        }
    }

    /// <summary>Returns null if this machine's clock agrees with the database's, otherwise a description of the error and its remedy.</summary>
    /// <exception cref="StoreUnreachableException">The database did not answer.</exception>
    public async Task<string?> FindClockSkew(CancellationToken stopping = default)
    {
        try
        {
            await using var connection = await Source.OpenConnectionAsync(stopping);
            return SkewMessage(await ClockReading.Take(connection, _clock, stopping));
        }
        catch (Exception failure) when (Failures.IsConnectionFailure(failure))
        {
            throw StoreUnreachableException.NotRead();
        }
    }

    /// <summary>Ends the epoch, so that earlier cursors are not recovered. Returns the new epoch.</summary>
    public Task<string> RenewEpoch(CancellationToken stopping = default) => _epoch.Renew(stopping);

    /// <summary>Returns null if the epoch continues, otherwise the reason why it has ended.</summary>
    internal Task<string?> CheckEpoch(CancellationToken stopping) => _epoch.Check(stopping);

    public async ValueTask DisposeAsync()
    {
        if (_commits is not null) await _commits.DisposeAsync();
        if (_states is not null) await _states.DisposeAsync();
        await _writers.DisposeAsync();
        await Source.DisposeAsync();
    }

    internal Task<CommitOutcome> Store(Commit commit) => (_commits ?? throw NotOpened).Write(commit);

    internal Task<bool> Store(StateWrite write) => (_states ?? throw NotOpened).Write(write);

    // A pooled connection may have died with a server restart, so a read is retried once on a new connection; repeating a read is harmless.
    private async Task<T> Read<T>(Func<NpgsqlCommand, Task<T>> query, string sql, object?[] values)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                await using var command = Bind(Source.CreateCommand(), sql, values);
                return await query(command);
            }
            catch (Exception failure) when (Failures.IsConnectionFailure(failure))
            {
                Source.Clear();
                if (isFirst) continue;
                LogDatabaseNotReached(failure);
                throw StoreUnreachableException.NotRead();
            }
        }
    }

    private async Task Prepare(CancellationToken stopping)
    {
        try
        {
            await using var connection = await Source.OpenConnectionAsync(stopping);
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

    private bool IsNotReachedYet(Exception failure)
    {
        if (failure is StoreUnreachableException) return true; // the connection was lost between two statements; already logged
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
}
