using System.ComponentModel.DataAnnotations;
using System.Net;
using Npgsql;

namespace NewsHub.Host;

/// <summary>Storage, role and cluster membership of this process.</summary>
public sealed class HubOptions : IValidatableObject
{
    public const string Section = "NewsHub";

    internal const string Sqlite = "sqlite";
    internal const string PostgreSql = "postgres";

    /// <summary>The directory of the admin key and, with SQLite, of the database.</summary>
    [Required(ErrorMessage = "NewsHub:DataDirectory must name a directory.")]
    public string DataDirectory { get; set; } = "data";

    /// <summary>The database: <c>sqlite</c> for a single hub, <c>postgres</c> for a cluster.</summary>
    [AllowedValues(Sqlite, PostgreSql, ErrorMessage = "NewsHub:Store must be sqlite or postgres.")]
    public string Store { get; set; } = Sqlite;

    /// <summary>The role of the process: <c>silo</c> hosts grains only, <c>gateway</c> serves readers and newsrooms only, <c>both</c> does both.</summary>
    [AllowedValues("both", "silo", "gateway", ErrorMessage = "NewsHub:Roles must be silo, gateway or both.")]
    public string Roles { get; set; } = "both";

    /// <summary>Hubs with the same id on the same database form one cluster.</summary>
    [RegularExpression("[A-Za-z0-9-]{1,60}", ErrorMessage = "NewsHub:ClusterId must be 1 to 60 letters, digits and hyphens.")]
    public string ClusterId { get; set; } = "newshub";

    /// <summary>
    /// The IP address at which this silo listens and other hubs reach it. Null: the loopback address with SQLite; with PostgreSQL the local
    /// address of the route to the database.
    /// </summary>
    public string? SiloAddress { get; set; }

    /// <summary>Port of the Orleans silo. With SQLite a free port of the loopback address, unless configured: no other process can call the silo.</summary>
    [Range(1, 65535, ErrorMessage = "NewsHub:SiloPort must be from 1 to 65535.")]
    public int SiloPort { get; set; } = 11111;

    /// <summary>Port of the Orleans gateway. With SQLite there is none, unless <see cref="SiloPort"/> is configured.</summary>
    [Range(1, 65535, ErrorMessage = "NewsHub:GatewayPort must be from 1 to 65535.")]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>
    /// Requests per second that one address may make to the API and to live connections without a key, sustained; ten times as many in a burst. A proxy
    /// that forwards no addresses counts as one address: 500 of its readers who poll 20 entries a second make 10,000 requests.
    /// </summary>
    [Range(1, 1_000_000, ErrorMessage = "NewsHub:MaxRequestsPerSecondAndAddress must be from 1 to 1,000,000.")]
    public int MaxRequestsPerSecondAndAddress { get; set; } = 20_000;

    /// <summary>Timeout of a membership probe and interval between probes, in seconds.</summary>
    [Range(1, 60, ErrorMessage = "NewsHub:ProbeSeconds must be from 1 to 60.")]
    public int ProbeSeconds { get; set; } = 2;

    /// <summary>Consecutive missed probes after which a silo is declared dead; with the defaults after about four seconds.</summary>
    [Range(1, 10, ErrorMessage = "NewsHub:ProbesMissed must be from 1 to 10.")]
    public int ProbesMissed { get; set; } = 2;

    /// <summary>The PostgreSQL connection string, from <c>ConnectionStrings:NewsHub</c>.</summary>
    internal string? ConnectionString { get; set; }

    /// <summary>True for a single hub whose silo port is not configured.</summary>
    internal bool TakesFreePort { get; set; }

    internal bool IsSilo => Roles is not "gateway";

    internal bool IsGateway => Roles is not "silo";

    internal bool IsClustered => Store is PostgreSql;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsClustered && string.IsNullOrWhiteSpace(ConnectionString))
            yield return new("NewsHub:Store is postgres: ConnectionStrings:NewsHub must say where it is, as Host=db;Database=newshub;Username=newshub;Password=….");
        else if (IsClustered && FindConnectionStringError() is { } error)
            yield return new($"ConnectionStrings:NewsHub is not a valid connection string: {error}");
        if (!IsClustered && Roles is not "both")
            yield return new($"NewsHub:Roles is {Roles}, which requires other hubs on the same database: NewsHub:Store must be postgres.");
        if (SiloAddress is not null && !IPAddress.TryParse(SiloAddress, out _))
            yield return new("NewsHub:SiloAddress must be an IP address of this machine that other hubs reach, such as 10.0.0.5.");
    }

    private string? FindConnectionStringError()
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(ConnectionString).Host is null ? "Host is missing." : null;
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException)
        {
            return failure.Message;
        }
    }
}
