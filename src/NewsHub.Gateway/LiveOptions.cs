using System.ComponentModel.DataAnnotations;

namespace NewsHub.Gateway;

/// <summary>Limits of live push, and how connections are drained when the process stops.</summary>
internal sealed class LiveOptions
{
    public const string Section = "NewsHub:Live";

    /// <summary>Maximum live connections of this process: 100,000 × about 30 KB, with their sockets = 3 GB.</summary>
    [Range(1, 10_000_000, ErrorMessage = "NewsHub:Live:MaxConnections must be from 1 to 10,000,000.")]
    public int MaxConnections { get; set; } = 100_000;

    /// <summary>
    /// Maximum live connections from one address. A carrier's address stands for thousands of readers, a proxy's for all of them unless it
    /// forwards client addresses.
    /// </summary>
    [Range(1, 10_000_000, ErrorMessage = "NewsHub:Live:MaxConnectionsPerAddress must be from 1 to 10,000,000.")]
    public int MaxConnectionsPerAddress { get; set; } = 20_000;

    /// <summary>Maximum topics of one connection: 100 × about 100 bytes = 10 KB.</summary>
    [Range(1, 10_000, ErrorMessage = "NewsHub:Live:MaxTopics must be from 1 to 10,000.")]
    public int MaxTopics { get; set; } = 100;

    /// <summary>Sustained calls per second of one connection. A burst may be ten times as many.</summary>
    [Range(1, 1_000_000, ErrorMessage = "NewsHub:Live:MaxCallsPerSecond must be from 1 to 1,000,000.")]
    public int MaxCallsPerSecond { get; set; } = 50;

    /// <summary>Maximum size in bytes of a message from a client: the same as the largest article that the HTTP API accepts.</summary>
    [Range(1024, 16 * 1024 * 1024, ErrorMessage = "NewsHub:Live:MaxMessageBytes must be from 1,024 to 16,777,216.")]
    public int MaxMessageBytes { get; set; } = 512 * 1024;

    /// <summary>Missed entries sent per second to one connection that catches up, sustained: 200 × about 0.7 KB = 140 KB. A burst may be 50 times as many.</summary>
    [Range(1, 1_000_000, ErrorMessage = "NewsHub:Live:ReplayedPerSecond must be from 1 to 1,000,000.")]
    public int ReplayedPerSecond { get; set; } = 200;

    /// <summary>The same for all connections of one address: 50,000 × about 0.7 KB = 35 MB. A burst may be ten times as many.</summary>
    [Range(1, 10_000_000, ErrorMessage = "NewsHub:Live:ReplayedPerSecondAndAddress must be from 1 to 10,000,000.")]
    public int ReplayedPerSecondAndAddress { get; set; } = 50_000;

    /// <summary>Maximum time in seconds over which readers are asked to reconnect when the process stops; 0 closes all connections at once.</summary>
    [Range(0, 600, ErrorMessage = "NewsHub:Live:MaxDrainSeconds must be from 0 to 600.")]
    public int MaxDrainSeconds { get; set; } = 20;

    /// <summary>Readers that reconnect per second while the process drains.</summary>
    [Range(1, 1_000_000, ErrorMessage = "NewsHub:Live:DrainPerSecond must be from 1 to 1,000,000.")]
    public int DrainPerSecond { get; set; } = 1_000;
}
