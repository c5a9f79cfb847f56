using System.Runtime.InteropServices;

namespace NewsHub.Trending.Fairness;

/// <summary>
/// The new readers of one article in one window, and how many of them count. The result does not depend on their order and never decreases
/// when a reader is added: each rule allows a number of readers, and the smallest number applies. Memory: at most 16,384 prefixes and 1,024
/// browsers × about 24 bytes = 420 KB, and 4,096 reactions × about 20 bytes = 80 KB, for the duration of the window.
/// </summary>
internal sealed class ReaderWindow(FairnessOptions options)
{
    /// <summary>Number of buckets for prefixes; prefixes that share a bucket share its limit.</summary>
    private const int MaxPrefixes = 16_384;

    /// <summary>Number of buckets for browsers.</summary>
    private const int MaxAgents = 1_024;

    /// <summary>Maximum number of reactions per window that can count.</summary>
    private const int MaxReactions = 4_096;

    private readonly Dictionary<uint, int> _prefixes = [];
    private readonly Dictionary<uint, int> _agents = [];
    private readonly HashSet<ulong> _reactions = [];
    private int _allowedByPrefixes;
    private int _known;

    /// <summary>Number of distinct readers.</summary>
    public int Readers { get; private set; }

    /// <summary>Number of readers who reacted.</summary>
    public int Reactions => _reactions.Count;

    /// <summary>Total weight of the readers; a reader brought by a ranking weighs less than 1.</summary>
    public double Weight { get; private set; }

    /// <summary>Adds a reader. The caller ensures that the reader is new.</summary>
    public void Add(Origin origin)
    {
        Readers++;
        Weight += origin.Weight;
        if (origin.IsKnown) _known++;
        if (origin.Prefix == 0 || Increment(_prefixes, origin.Prefix % MaxPrefixes) <= options.ReadersPerPrefix) _allowedByPrefixes++;
        Increment(_agents, origin.Agent % MaxAgents);
    }

    /// <summary>Adds a reaction. Returns false when the reader has reacted already or <see cref="MaxReactions"/> is reached.</summary>
    public bool AddReaction(ulong reader) => _reactions.Count < MaxReactions && _reactions.Add(reader);

    /// <summary>The number of readers that count, and the rule that limits it; null when all count.</summary>
    public (double Readers, ExclusionReason? LimitedBy) CountedReaders()
    {
        var strictest = (Readers: (double)Readers, LimitedBy: (ExclusionReason?)null);
        foreach (var (allowed, reason) in new[] { ((double)_allowedByPrefixes, ExclusionReason.Prefixes), (AllowedByAgents(), ExclusionReason.Agents), (AllowedByNewcomers(), ExclusionReason.Newcomers) })
            if (allowed < strictest.Readers)
                strictest = (allowed, reason);
        return strictest;
    }

    /// <summary>The number of reactions that count, given the number of counted readers.</summary>
    public double CountedReactions(double readers) => Math.Min(Reactions, options.ReactionShare * readers);

    private double AllowedByAgents()
    {
        var limit = Math.Max(options.ReadersPerAgent, options.AgentShare * Readers);
        var allowed = 0.0;
        foreach (var readers in _agents.Values) allowed += Math.Min(readers, limit);
        return allowed;
    }

    private double AllowedByNewcomers() => _known + Math.Min(Readers - _known, options.Newcomers + options.NewcomersPerKnown * _known);

    private static int Increment(Dictionary<uint, int> counts, uint key) => ++CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _);
}
