using Npgsql;

namespace NewsHub.Wire.PostgreSql;

/// <summary>Checks that the server keeps the hub's durability promise: an acknowledged command survives a power failure.</summary>
internal static class Durability
{
    /// <exception cref="InvalidOperationException">A server setting permits the loss of acknowledged commits.</exception>
    public static async Task Check(NpgsqlConnection connection, CancellationToken stopping)
    {
        foreach (var setting in (string[])["fsync", "synchronous_commit", "full_page_writes"])
        {
            await using var command = new NpgsqlCommand($"SHOW {setting}", connection);
            if (await command.ExecuteScalarAsync(stopping) is "off")
                throw new InvalidOperationException(
                    $"PostgreSQL runs with {setting} off, which can lose acknowledged news. Turn it on.");
        }
    }
}
