using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace NewsHub.Wire.PostgreSql;

/// <summary>
/// The database that the hubs of a cluster share. Safe for any number of callers at once; it must be opened before it is used. A
/// connection that is lost is replaced: nothing has to be started again when the database was.
/// </summary>
public sealed partial class PostgreSqlDatabase : IAsyncDisposable
{
    private static readonly TimeSpan PauseBeforeNextTry = TimeSpan.FromSeconds(1);

    private readonly PostgreSqlOptions _options;
    private readonly WallClock _clock;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly NpgsqlDataSource _writers;
    private GroupWriter<Commit, CommitOutcome>? _commits;
    private GroupWriter<StateWrite, bool>? _states;
    private readonly PostgreSqlLife _life;
    private bool _isOpen;

    public PostgreSqlDatabase(IOptions<PostgreSqlOptions> options, WallClock clock, TimeProvider time, ILogger<PostgreSqlDatabase> logger)
    {
        (_options, _clock, _time, _logger) = (options.Value, clock, time, logger);
        Source = Connections.ForReading(_options.ConnectionString, Seen);
        _writers = Connections.ForWriting(_options.ConnectionString, Seen);
        _life = new PostgreSqlLife(this, logger);
    }

    /// <summary>For who speaks to the same database in words of his own.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>This database's life.</summary>
    public string Epoch => _isOpen ? _life.Epoch : throw NotOpened;

    internal Seen Seen { get; } = new();

    private static InvalidOperationException NotOpened => new("The database has not been opened yet.");

    /// <summary>Waits until the database is there, and sees to its schema.</summary>
    /// <exception cref="InvalidOperationException">Waiting would not help; the message says what would.</exception>
    public async Task Open(CancellationToken stopping = default)
    {
        while (!await TryOpen(stopping)) await Task.Delay(PauseBeforeNextTry, _time, stopping);
        _commits = new GroupWriter<Commit, CommitOutcome>(_writers, new CommitBatch(Epoch).Send, CommitBatch.ConflictKeys, _time, _logger);
        _states = new GroupWriter<StateWrite, bool>(_writers, PostgreSqlGrainStates.Send, PostgreSqlGrainStates.ConflictKeys, _time, _logger);
    }

    /// <summary>All rows. Values are bound by position to <c>$1</c>, <c>$2</c> …</summary>
    /// <exception cref="StoreUnreachableException">The database did not answer.</exception>
    public Task<IReadOnlyList<T>> All<T>(string sql, Func<NpgsqlDataReader, T> map, object?[] values, CancellationToken stopping = default) =>
        Read(async command =>
        {
            var rows = new List<T>();
            await using var reader = await command.ExecuteReaderAsync(stopping);
            while (await reader.ReadAsync(stopping)) rows.Add(map(reader));
            return (IReadOnlyList<T>)rows;
        }, sql, values);

    /// <summary>The first row, or null.</summary>
    /// <exception cref="StoreUnreachableException">The database did not answer.</exception>
    public async Task<T?> First<T>(string sql, Func<NpgsqlDataReader, T> map, object?[] values, CancellationToken stopping = default)
        where T : class => await All(sql, map, values, stopping) is [var first, ..] ? first : null;

    /// <summary>Runs a statement as a transaction of its own, durable when this completes; answers how many rows it changed.</summary>
    /// <exception cref="StoreUnreachableException">The database did not answer; the message says whether it may have been done.</exception>
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

    /// <summary>Null: this machine's clock agrees with the database's; else what is wrong, and what to do.</summary>
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

    /// <summary>Ends the epoch: cursors of before are not continued. Answers with the new one.</summary>
    public Task<string> RenewEpoch(CancellationToken stopping = default) => _life.Renew(stopping);

    /// <summary>Null: the epoch goes on; else why it has ended.</summary>
    internal Task<string?> CheckEpoch(CancellationToken stopping) => _life.Check(stopping);

    public async ValueTask DisposeAsync()
    {
        if (_commits is not null) await _commits.DisposeAsync();
        if (_states is not null) await _states.DisposeAsync();
        await _writers.DisposeAsync();
        await Source.DisposeAsync();
    }

    internal Task<CommitOutcome> Store(Commit commit) => (_commits ?? throw NotOpened).Write(commit);

    internal Task<bool> Store(StateWrite write) => (_states ?? throw NotOpened).Write(write);

    // A connection from the pool may have died long ago with the server of then: reading again, on a new one, harms nobody.
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

    private async Task<bool> TryOpen(CancellationToken stopping)
    {
        try
        {
            await using var connection = await Source.OpenConnectionAsync(stopping);
            await Durability.Check(connection, stopping);
            if (SkewMessage(await ClockReading.Take(connection, _clock, stopping)) is { } skew) throw new InvalidOperationException(skew);
            await PostgreSqlSchema.Migrate(connection, _options.ApplySchema, stopping);
            await _life.Open(stopping);
            return _isOpen = true;
        }
        catch (StoreUnreachableException)
        {
            return false; // lost between two statements, and logged
        }
        catch (Exception failure) when (Failures.IsAccessDenied(failure))
        {
            throw new InvalidOperationException($"PostgreSQL refuses ConnectionStrings:{PostgreSqlOptions.ConnectionName}: {failure.Message}", failure);
        }
        catch (Exception failure) when (Failures.IsConnectionFailure(failure) || Failures.IsTransient(failure))
        {
            var server = new NpgsqlConnectionStringBuilder(_options.ConnectionString);
            LogWaitingForDatabase(server.Host, server.Port, server.Database, failure.Message);
            return false;
        }
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

    [LoggerMessage(1007, LogLevel.Warning, "The database was not reached")]
    private partial void LogDatabaseNotReached(Exception failure);
}
