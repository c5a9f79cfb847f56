using System.ComponentModel.DataAnnotations;

namespace NewsHub.Wire.PostgreSql;

/// <summary>Options of the PostgreSQL database that a cluster shares.</summary>
public sealed class PostgreSqlOptions
{
    public const string Section = "NewsHub:PostgreSql";

    /// <summary>The name of the connection string: <c>ConnectionStrings:NewsHub</c>.</summary>
    public const string ConnectionName = "NewsHub";

    /// <summary>An Npgsql connection string: <c>Host=db;Database=newshub;Username=newshub;Password=…</c>.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// True to bring the schema to this version when a hub starts. False to check it only, for operators who apply the scripts themselves and do
    /// not grant the hub the privilege.
    /// </summary>
    public bool ApplySchema { get; set; } = true;

    /// <summary>
    /// Maximum offset, in seconds, of this machine's clock from the database's. Beyond it a hub does not start, and a running hub is not ready.
    /// It bounds the error of the time at which an embargo ends. A machine without NTP drifts one or two seconds a day.
    /// </summary>
    [Range(1, 3600, ErrorMessage = "NewsHub:PostgreSql:MaxClockSkewSeconds must be from 1 to 3600.")]
    public int MaxClockSkewSeconds { get; set; } = 5;
}
