using Npgsql;

namespace NewsHub.Wire.PostgreSql;

/// <summary>A hub promises that what it acknowledged survives a power cut: it does not work on a server that was told not to care.</summary>
internal static class Durability
{
    /// <exception cref="InvalidOperationException">A setting would lose what was acknowledged.</exception>
    public static async Task Check(NpgsqlConnection connection, CancellationToken stopping)
    {
        foreach (var setting in (string[])["fsync", "synchronous_commit", "full_page_writes"])
        {
            await using var command = new NpgsqlCommand($"SHOW {setting}", connection);
            if (await command.ExecuteScalarAsync(stopping) is "off")
                throw new InvalidOperationException(
                    $"PostgreSQL has {setting} off: it would lose news that was acknowledged. Turn it on, or ask its operator to.");
        }
    }
}
