using System.Data.Common;
using System.Globalization;

namespace NewsHub.Wire.PostgreSql;

/// <summary>
/// The database's clock, read between two readings of this machine's. The offset is known only up to the time between those two readings; an
/// offset within it is ignored.
/// </summary>
internal readonly record struct ClockReading(DateTimeOffset Before, DateTimeOffset Database, DateTimeOffset After)
{
    /// <summary>Returns null if the clocks may agree within <paramref name="limit"/>, otherwise a description of the error and its remedy.</summary>
    public string? SkewMessage(TimeSpan limit) =>
        Before - Database > limit ? SkewMessage(Before - Database, "ahead of", limit)
        : Database - After > limit ? SkewMessage(Database - After, "behind", limit)
        : null;

    /// <summary>Reads the clocks with one query on an open connection.</summary>
    internal static async Task<ClockReading> Take(DbConnection connection, WallClock clock, CancellationToken stopping)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT clock_timestamp()";
        var before = clock.Now;
        var database = (DateTime)(await command.ExecuteScalarAsync(stopping))!;
        return new ClockReading(before, database, clock.Now);
    }

    private static string SkewMessage(TimeSpan skew, string direction, TimeSpan limit) => string.Create(
        CultureInfo.InvariantCulture,
        $"This machine's clock is {skew.TotalSeconds:0} s {direction} the database's, and at most {limit.TotalSeconds:0} s are allowed "
        + $"({PostgreSqlOptions.Section}:{nameof(PostgreSqlOptions.MaxClockSkewSeconds)}): synchronize both with NTP.");
}
