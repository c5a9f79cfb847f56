using System.ComponentModel.DataAnnotations;

namespace NewsHub.Host.Clustering;

/// <summary>Who may connect to the silo and gateway ports of this hub.</summary>
internal sealed class ClusterSecurityOptions
{
    public const string Section = $"{HubOptions.Section}:Cluster";

    /// <summary>
    /// A secret that all hubs of the cluster share; a connection that does not prove it is refused. At least 32 characters, as
    /// <c>openssl rand -base64 32</c> makes them. Null: any program that reaches the ports is a hub. A hub on SQLite makes a secret of its own.
    /// </summary>
    [StringLength(1_000, MinimumLength = 32, ErrorMessage = $"{Section}:Secret must have 32 to 1000 characters; openssl rand -base64 32 makes one.")]
    public string? Secret { get; set; }
}
