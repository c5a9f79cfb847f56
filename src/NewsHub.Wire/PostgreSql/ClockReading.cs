using System.Data.Common;
using System.Globalization;

namespace NewsHub.Wire.PostgreSql;

/// <summary>
/// What the database's clock showed between two looks at this machine's. By how much they differ is known as exactly as the answer was
/// quick; a slow answer accuses nobody.
/// </summary>
public readonly record struct ClockReading(DateTimeOffset Before, DateTimeOffset Database, DateTimeOffset After)
{
    /// <summary>Null: this machine's clock may be right within <paramref name="limit"/>; else what is wrong, and what to do.</summary>
    public string? SkewMessage(TimeSpan limit) =>
        Before - Database > limit ? SkewMessage(Before - Database, "ahead of", limit)
        : Database - After > limit ? SkewMessage(Database - After, "behind", limit)
        : null;

    /// <summary>One question over a connection that is open.</summary>
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
        $"This machine's clock is {skew.TotalSeconds:0} s {direction} the database's, and {limit.TotalSeconds:0} s are allowed "
        + $"({PostgreSqlOptions.Section}:{nameof(PostgreSqlOptions.MaxClockSkewSeconds)}): let NTP set both.");
}
