using System.ComponentModel.DataAnnotations;

namespace NewsHub.Trending.Fairness;

/// <summary>
/// How much of an article's crowd counts for its rank in one window of time. A reader counts once, whatever they request, and again only
/// after a while.
/// </summary>
public sealed class FairnessOptions
{
    public const string Section = $"{TrendingOptions.Section}:Fairness";

    /// <summary>The length of a window in minutes; windows begin at the full hour.</summary>
    [Range(1, 60, ErrorMessage = $"{Section}:WindowMinutes must be from 1 to 60.")]
    public int WindowMinutes { get; set; } = 10;

    /// <summary>A reader counts again for the same article after this long, in minutes.</summary>
    [Range(1, 24 * 60, ErrorMessage = $"{Section}:AgainAfterMinutes must be from 1 to 1440.")]
    public int AgainAfterMinutes { get; set; } = 60;

    /// <summary>
    /// Readers that count of one address prefix: IPv4 /24, IPv6 /48. Addresses that are not public, such as a proxy's, say nothing and
    /// are not limited.
    /// </summary>
    [Range(1, 1_000_000, ErrorMessage = $"{Section}:ReadersPerPrefix must be from 1 to 1000000.")]
    public int ReadersPerPrefix { get; set; } = 20;

    /// <summary>Readers that count of one browser (User-Agent) in any case.</summary>
    [Range(1, 1_000_000, ErrorMessage = $"{Section}:ReadersPerAgent must be from 1 to 1000000.")]
    public int ReadersPerAgent { get; set; } = 50;

    /// <summary>What one browser may have of all readers beyond that: all phones of one make say the same.</summary>
    [Range(0.0, 1.0, ErrorMessage = $"{Section}:AgentShare must be from 0 to 1.")]
    public double AgentShare { get; set; } = 0.6;

    /// <summary>Newcomers that count in any case.</summary>
    [Range(0, 1_000_000, ErrorMessage = $"{Section}:Newcomers must be from 0 to 1000000.")]
    public int Newcomers { get; set; } = 10;

    /// <summary>Newcomers that count beyond that for each known reader.</summary>
    [Range(0.0, 1_000.0, ErrorMessage = $"{Section}:NewcomersPerKnown must be from 0 to 1000.")]
    public double NewcomersPerKnown { get; set; } = 10;

    /// <summary>A reader is known when the hub gave them their id this long ago, in minutes.</summary>
    [Range(0, 7 * 24 * 60, ErrorMessage = $"{Section}:KnownAfterMinutes must be from 0 to 10080.")]
    public int KnownAfterMinutes { get; set; } = 60;

    /// <summary>Reactions that count for each reader that counts: of a vote ring everybody reacts.</summary>
    [Range(0.0, 1.0, ErrorMessage = $"{Section}:ReactionShare must be from 0 to 1.")]
    public double ReactionShare { get; set; } = 0.25;

    public TimeSpan Window => TimeSpan.FromMinutes(WindowMinutes);

    public TimeSpan AgainAfter => TimeSpan.FromMinutes(AgainAfterMinutes);

    public TimeSpan KnownAfter => TimeSpan.FromMinutes(KnownAfterMinutes);
}
