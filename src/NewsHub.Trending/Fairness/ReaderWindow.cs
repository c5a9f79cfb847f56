using System.Runtime.InteropServices;

namespace NewsHub.Trending.Fairness;

/// <summary>
/// The new readers of one article in one window, and how many of them count. That depends only on who came, not on their order, and never falls
/// when somebody comes: each rule says how many it leaves, and the strictest decides. Memory: at most 16,384 prefixes
/// and 1,024 browsers × about 24 bytes = 420 KB, 4,096 reactions × about 20 bytes = 80 KB, for as long as the window lasts.
/// </summary>
internal sealed class ReaderWindow(FairnessOptions options)
{
    /// <summary>Prefixes and browsers are told apart by so many; those that share a place share its limit.</summary>
    private const int MaxPrefixes = 16_384;

    private const int MaxAgents = 1_024;

    /// <summary>Most reactions of a window that can count.</summary>
    private const int MaxReactions = 4_096;

    private readonly Dictionary<uint, int> _prefixes = [];
    private readonly Dictionary<uint, int> _agents = [];
    private readonly HashSet<ulong> _reactions = [];
    private int _fromPrefixes;
    private int _known;

    /// <summary>Distinct readers.</summary>
    public int Readers { get; private set; }

    /// <summary>Reactions of readers, one for each.</summary>
    public int Reactions => _reactions.Count;

    /// <summary>What they weigh together: less than one each where rankings brought them.</summary>
    public double Weight { get; private set; }

    /// <summary>Lets a reader in who is not here yet.</summary>
    public void Enter(Origin origin)
    {
        Readers++;
        Weight += origin.Weight;
        if (origin.IsKnown) _known++;
        if (origin.Prefix == 0 || Increment(_prefixes, origin.Prefix % MaxPrefixes) <= options.ReadersPerPrefix) _fromPrefixes++;
        Increment(_agents, origin.Agent % MaxAgents);
    }

    /// <summary>Notes a reaction; false: this reader's is noted already, or there are too many.</summary>
    public bool React(ulong reader) => _reactions.Count < MaxReactions && _reactions.Add(reader);

    /// <summary>How many readers count, and the rule that decides; null: all count.</summary>
    public (double Readers, ExclusionReason? Because) Counted()
    {
        var least = (Readers: (double)Readers, Because: (ExclusionReason?)null);
        foreach (var (left, rule) in new[] { ((double)_fromPrefixes, ExclusionReason.Prefixes), (FromAgents(), ExclusionReason.Agents), (FromNewcomers(), ExclusionReason.Newcomers) })
            if (left < least.Readers)
                least = (left, rule);
        return least;
    }

    /// <summary>How many reactions count when so many readers do.</summary>
    public double CountedReactions(double readers) => Math.Min(Reactions, options.ReactionShare * readers);

    private double FromAgents()
    {
        var limit = Math.Max(options.ReadersPerAgent, options.AgentShare * Readers);
        var left = 0.0;
        foreach (var readers in _agents.Values) left += Math.Min(readers, limit);
        return left;
    }

    private double FromNewcomers() => _known + Math.Min(Readers - _known, options.Newcomers + options.NewcomersPerKnown * _known);

    private static int Increment(Dictionary<uint, int> counts, uint key) => ++CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _);
}
