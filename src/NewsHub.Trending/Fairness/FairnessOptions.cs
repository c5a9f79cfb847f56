using System.ComponentModel.DataAnnotations;
using NewsHub.Trending.Counting;

namespace NewsHub.Trending.Fairness;

/// <summary>
/// Limits how many of an article's readers count for its rank in one window of time. A reader counts once, regardless of the number of
/// requests, and again only after <see cref="AgainAfterMinutes"/>. Also limits how many reactions from one origin are stored and shown.
/// </summary>
public sealed class FairnessOptions
{
    public const string Section = $"{TrendingOptions.Section}:Fairness";

    /// <summary>Length of a window in minutes. When it divides 60, a window begins at each full hour.</summary>
    [Range(1, 60, ErrorMessage = $"{Section}:WindowMinutes must be from 1 to 60.")]
    public int WindowMinutes { get; set; } = 60;

    /// <summary>Time in minutes after which a reader may count again for the same article; at most twice this time passes until it does.</summary>
    [Range(1, 24 * 60, ErrorMessage = $"{Section}:AgainAfterMinutes must be from 1 to 1440.")]
    public int AgainAfterMinutes { get; set; } = 60;

    /// <summary>
    /// Counted readers per network (IPv4 /24, IPv6 /48) and IPv6 provider (/32) and window that are always allowed. Addresses that are not public, such as
    /// a proxy's, are not limited.
    /// </summary>
    [Range(1, 1_000_000, ErrorMessage = $"{Section}:ReadersPerPrefix must be from 1 to 1000000.")]
    public int ReadersPerPrefix { get; set; } = 1;

    /// <summary>How many times its usual odds beside the others that count a network may have in addition.</summary>
    [Range(0.0, 1_000.0, ErrorMessage = $"{Section}:PrefixFactor must be from 0 to 1000.")]
    public double PrefixFactor { get; set; } = 2;

    /// <summary>Counted readers per network while the site has too few readers to know what is usual.</summary>
    [Range(1, 1_000_000, ErrorMessage = $"{Section}:FirstReadersPerPrefix must be from 1 to 1000000.")]
    public int FirstReadersPerPrefix { get; set; } = 20;

    /// <summary>Counted readers per browser (User-Agent) and window that are always allowed; all phones of one model send the same User-Agent.</summary>
    [Range(1, 1_000_000, ErrorMessage = $"{Section}:ReadersPerAgent must be from 1 to 1000000.")]
    public int ReadersPerAgent { get; set; } = 10;

    /// <summary>How many times its usual odds beside the others that count a browser may have in addition.</summary>
    [Range(0.0, 1_000.0, ErrorMessage = $"{Section}:AgentFactor must be from 0 to 1000.")]
    public double AgentFactor { get; set; } = 3;

    /// <summary>Counted newcomers per window that are always allowed.</summary>
    [Range(0, 1_000_000, ErrorMessage = $"{Section}:Newcomers must be from 0 to 1000000.")]
    public int Newcomers { get; set; } = 10;

    /// <summary>Additional newcomers that count per known reader, or <see cref="NewcomersFactor"/> times what is usual, if that is more.</summary>
    [Range(0.0, 1_000.0, ErrorMessage = $"{Section}:NewcomersPerKnown must be from 0 to 1000.")]
    public double NewcomersPerKnown { get; set; } = 10;

    /// <summary>How many times the usual number of newcomers per known reader may count.</summary>
    [Range(0.0, 1_000.0, ErrorMessage = $"{Section}:NewcomersFactor must be from 0 to 1000.")]
    public double NewcomersFactor { get; set; } = 3;

    /// <summary>Age in minutes of a reader's cookie from which the reader is known.</summary>
    [Range(0, 7 * 24 * 60, ErrorMessage = $"{Section}:KnownAfterMinutes must be from 0 to 10080.")]
    public int KnownAfterMinutes { get; set; } = 60;

    /// <summary>Maximum counted reactions per counted reader; in a vote ring every reader reacts.</summary>
    [Range(0.0, 1.0, ErrorMessage = $"{Section}:ReactionShare must be from 0 to 1.")]
    public double ReactionShare { get; set; } = 0.25;

    /// <summary>
    /// Reactions of each kind that one address (IPv4 /32, IPv6 /64) may give to one article on one day (UTC), regardless of the readers behind it.
    /// Carriers put up to 128 subscribers behind one IPv4 address: a quarter of them, as in <see cref="ReactionShare"/>, is 32. One machine needs
    /// 438 days for 14,000.
    /// </summary>
    [Range(1, 1_000_000, ErrorMessage = $"{Section}:ReactionsPerAddress must be from 1 to 1000000.")]
    public int ReactionsPerAddress { get; set; } = 32;

    /// <summary>The same for one network (IPv4 /24, IPv6 /48), by default ten addresses that reach their limit.</summary>
    [Range(1, 1_000_000, ErrorMessage = $"{Section}:ReactionsPerNetwork must be from 1 to 1000000.")]
    public int ReactionsPerNetwork { get; set; } = 320;

    /// <summary>
    /// Tokens of readers that one network (IPv4 /24, IPv6 /48) gets from a hub in an hour. A carrier's /24 has up to 256 × 128 subscribers; one in
    /// thirty of them may start an app anew within one hour.
    /// </summary>
    [Range(1, 1_000_000, ErrorMessage = $"{Section}:TokensPerNetwork must be from 1 to 1000000.")]
    public int TokensPerNetwork { get; set; } = 1_000;

    internal ReactionLimits Reactions => new(ReactionsPerAddress, ReactionsPerNetwork);

    public TimeSpan Window => TimeSpan.FromMinutes(WindowMinutes);

    public TimeSpan AgainAfter => TimeSpan.FromMinutes(AgainAfterMinutes);

    public TimeSpan KnownAfter => TimeSpan.FromMinutes(KnownAfterMinutes);
}
