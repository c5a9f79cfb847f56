using System.Collections.Concurrent;
using Npgsql;

namespace NewsHub.Wire.PostgreSql;

/// <summary>
/// Opens connections of a pool. A firewall may have dropped an idle connection without closing it, and a statement sent on it would wait for
/// its whole time limit. So a connection that was not used for a second must answer a query first, or is replaced.
/// </summary>
internal sealed class Connections(NpgsqlDataSource source, TimeProvider time)
{
    private static readonly TimeSpan MaxUnchecked = TimeSpan.FromSeconds(1);

    /// <summary>More than the connections of a pool; server processes come and go, and an unknown one is only checked later.</summary>
    private const int MaxKnown = 1_000;

    /// <summary>When the connection to each server process was last opened from the pool.</summary>
    private readonly ConcurrentDictionary<int, long> _usedAt = [];

    /// <exception cref="NpgsqlException">No connection was opened in time.</exception>
    public async Task<NpgsqlConnection> Open(CancellationToken stopping = default)
    {
        while (true)
        {
            var connection = await source.OpenConnectionAsync(stopping);
            if (await IsAlive(connection)) return connection;
            source.Clear(); // the other idle connections were probably dropped, too
        }
    }

    /// <summary>Discards the idle connections.</summary>
    public void Clear() => source.Clear();

    private async Task<bool> IsAlive(NpgsqlConnection connection)
    {
        var server = connection.ProcessID;
        var isKnown = _usedAt.TryGetValue(server, out var usedAt);
        if (isKnown && time.GetElapsedTime(usedAt) > MaxUnchecked && !await Answers(connection)) return false;
        if (_usedAt.Count >= MaxKnown) _usedAt.Clear();
        _usedAt[server] = time.GetTimestamp();
        return true;
    }

    private static async Task<bool> Answers(NpgsqlConnection connection)
    {
        var check = Check(connection);
        try
        {
            await check.WaitAsync(Limits.Check);
            return true;
        }
        catch (Exception failure) when (Failures.IsConnectionFailure(failure))
        {
            _ = Discard(connection, check);
            return false;
        }
    }

    private static async Task Check(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        await command.ExecuteScalarAsync();
    }

    // The driver waits longer for the answer than a caller should, and a connection with a statement in progress cannot be closed.
    private static async Task Discard(NpgsqlConnection connection, Task check)
    {
        await check.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.DisposeAsync();
    }
}
