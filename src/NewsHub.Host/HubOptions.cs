using System.ComponentModel.DataAnnotations;
using System.Net;

namespace NewsHub.Host;

/// <summary>What this process is.</summary>
public sealed class HubOptions : IValidatableObject
{
    public const string Section = "NewsHub";

    internal const string Sqlite = "sqlite";
    internal const string PostgreSql = "postgres";

    /// <summary>Where the admin key is kept, and with SQLite the database.</summary>
    [Required(ErrorMessage = "NewsHub:DataDirectory must name a directory.")]
    public string DataDirectory { get; set; } = "data";

    /// <summary>Where articles are stored: <c>sqlite</c> for one hub, <c>postgres</c> for a cluster of them.</summary>
    [AllowedValues(Sqlite, PostgreSql, ErrorMessage = "NewsHub:Store must be sqlite or postgres.")]
    public string Store { get; set; } = Sqlite;

    /// <summary>What the process does: <c>silo</c> (grains, and nobody connects), <c>gateway</c> (readers and newsrooms, and no grains), <c>both</c>.</summary>
    [AllowedValues("both", "silo", "gateway", ErrorMessage = "NewsHub:Roles must be silo, gateway or both.")]
    public string Roles { get; set; } = "both";

    /// <summary>Hubs of one name, on one database, are one cluster.</summary>
    [RegularExpression("[A-Za-z0-9-]{1,60}", ErrorMessage = "NewsHub:ClusterId must be 1 to 60 letters, digits and hyphens.")]
    public string ClusterId { get; set; } = "newshub";

    /// <summary>
    /// The IP address at which other hubs reach this silo, and at which it listens. Null: the loopback address with SQLite; with PostgreSQL
    /// the address of this machine that leads to the database.
    /// </summary>
    public string? SiloAddress { get; set; }

    /// <summary>Port of the Orleans silo.</summary>
    [Range(1, 65535, ErrorMessage = "NewsHub:SiloPort must be from 1 to 65535.")]
    public int SiloPort { get; set; } = 11111;

    /// <summary>Port of the Orleans gateway.</summary>
    [Range(1, 65535, ErrorMessage = "NewsHub:GatewayPort must be from 1 to 65535.")]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>Seconds that a silo may take to answer a probe, and between two of them.</summary>
    [Range(1, 60, ErrorMessage = "NewsHub:ProbeSeconds must be from 1 to 60.")]
    public int ProbeSeconds { get; set; } = 2;

    /// <summary>Probes in a row that a silo may leave unanswered before it is taken for dead: by default four seconds of them.</summary>
    [Range(1, 10, ErrorMessage = "NewsHub:ProbesMissed must be from 1 to 10.")]
    public int ProbesMissed { get; set; } = 2;

    /// <summary>Where PostgreSQL is: <c>ConnectionStrings:NewsHub</c>.</summary>
    internal string? ConnectionString { get; set; }

    internal bool IsSilo => Roles is not "gateway";

    internal bool IsGateway => Roles is not "silo";

    internal bool IsClustered => Store is PostgreSql;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsClustered && string.IsNullOrWhiteSpace(ConnectionString))
            yield return new("NewsHub:Store is postgres: ConnectionStrings:NewsHub must say where it is, as Host=db;Database=newshub;Username=newshub;Password=….");
        if (!IsClustered && Roles is not "both")
            yield return new($"A {Roles} alone needs others that share a database with it: NewsHub:Store must be postgres.");
        if (SiloAddress is not null && !IPAddress.TryParse(SiloAddress, out _))
            yield return new("NewsHub:SiloAddress must be an IP address of this machine that other hubs reach, such as 10.0.0.5.");
    }
}
