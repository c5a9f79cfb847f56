using System.ComponentModel.DataAnnotations;

namespace NewsHub.Gateway;

/// <summary>What readers may ask of live push, and how it lets them go.</summary>
public sealed class LiveOptions
{
    public const string Section = "NewsHub:Live";

    /// <summary>Live connections of this process: 100,000 × about 30 KB with their sockets = 3 GB.</summary>
    [Range(1, 10_000_000, ErrorMessage = "NewsHub:Live:MaxConnections must be from 1 to 10,000,000.")]
    public int MaxConnections { get; set; } = 100_000;

    /// <summary>
    /// Of them from one address: a carrier's address stands for thousands of readers, a proxy's for all of them unless it forwards theirs.
    /// </summary>
    [Range(1, 10_000_000, ErrorMessage = "NewsHub:Live:MaxConnectionsPerAddress must be from 1 to 10,000,000.")]
    public int MaxConnectionsPerAddress { get; set; } = 20_000;

    /// <summary>Topics of one connection: 100 × about 100 bytes = 10 KB.</summary>
    [Range(1, 10_000, ErrorMessage = "NewsHub:Live:MaxTopics must be from 1 to 10,000.")]
    public int MaxTopics { get; set; } = 100;

    /// <summary>Calls that a client may make each second, after a burst of ten times as many.</summary>
    [Range(1, 1_000_000, ErrorMessage = "NewsHub:Live:MaxCallsPerSecond must be from 1 to 1,000,000.")]
    public int MaxCallsPerSecond { get; set; } = 50;

    /// <summary>Largest message from a client in bytes; as large as the largest article that the hub API takes.</summary>
    [Range(1024, 16 * 1024 * 1024, ErrorMessage = "NewsHub:Live:MaxMessageBytes must be from 1,024 to 16,777,216.")]
    public int MaxMessageBytes { get; set; } = 512 * 1024;

    /// <summary>Longest time in seconds over which readers are sent away when the process stops; 0: they are cut off.</summary>
    [Range(0, 600, ErrorMessage = "NewsHub:Live:MaxDrainSeconds must be from 0 to 600.")]
    public int MaxDrainSeconds { get; set; } = 20;

    /// <summary>Readers that are sent away each second while it lasts.</summary>
    [Range(1, 1_000_000, ErrorMessage = "NewsHub:Live:DrainPerSecond must be from 1 to 1,000,000.")]
    public int DrainPerSecond { get; set; } = 1_000;
}
