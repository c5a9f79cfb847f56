using System.ComponentModel.DataAnnotations;

namespace NewsHub.Wire.PostgreSql;

/// <summary>The database of a cluster.</summary>
public sealed class PostgreSqlOptions
{
    public const string Section = "NewsHub:PostgreSql";

    /// <summary>The name of the connection string: <c>ConnectionStrings:NewsHub</c>.</summary>
    public const string ConnectionName = "NewsHub";

    /// <summary>As Npgsql takes it: <c>Host=db;Database=newshub;Username=newshub;Password=…</c>.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// Whether a hub that starts brings the schema to its own version. False: it only checks, for operators who apply the scripts
    /// themselves and give the hub no right to.
    /// </summary>
    public bool ApplySchema { get; set; } = true;

    /// <summary>
    /// Seconds that this machine's clock may be ahead of the database's or behind it: beyond, a hub does not start, and one that runs is
    /// not ready. Embargoes end as exactly as this; a machine without NTP drifts a second or two in a day.
    /// </summary>
    [Range(1, 3600, ErrorMessage = "NewsHub:PostgreSql:MaxClockSkewSeconds must be from 1 to 3600.")]
    public int MaxClockSkewSeconds { get; set; } = 5;
}
