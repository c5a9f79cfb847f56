using System.Runtime.InteropServices;

namespace NewsHub.Trending.Fairness;

/// <summary>
/// The new readers of one article in one window, and how many of them count. Of a network, a provider and a browser as many count as its usual share of the
/// site's readers makes plausible beside the others that count here, and of newcomers as many as is usual beside known readers. Each rule allows a number
/// of readers, and the smallest number applies.
/// </summary>
/// <remarks>
/// The numbers are least fixed points, because what counts of one depends on what counts of the others: the order of readers does not matter, and an
/// additional reader never lowers the result. Memory: at most 16,384 networks, as many providers, and 1,024 browsers × about 70 bytes = 2.4 MB, and 4,096
/// reactions × about 20 bytes = 80 KB, for the duration of the window.
/// </remarks>
internal sealed class ReaderWindow
{
    /// <summary>Maximum number of reactions per window that can count.</summary>
    private const int MaxReactions = 4_096;

    /// <summary>A browser with at least this share of the usual readers is not limited: where all use one app, there are no others to compare with.</summary>
    private const double UnlimitedAgent = 0.5;

    private static readonly (double Always, double Factor) NoLimit = (double.PositiveInfinity, 0);

    private readonly FairnessOptions _options;
    private readonly UsualReaders _usual;
    private readonly CountedReaders _own;
    private readonly ReaderBuckets _networks, _providers, _agents;
    private readonly HashSet<ulong> _reactions = [];
    private int _known;

    /// <param name="usual">The counted readers of all articles when the window opened.</param>
    /// <param name="own">Those of this article among them, as far as this process knows: they do not make it usual.</param>
    public ReaderWindow(FairnessOptions options, UsualReaders usual, CountedReaders own)
    {
        (_options, _usual, _own) = (options, usual, own);
        (_networks, _providers, _agents) = (new ReaderBuckets(LimitOfNetwork), new ReaderBuckets(LimitOfProvider), new ReaderBuckets(LimitOfAgent));
    }

    /// <summary>Number of distinct readers.</summary>
    public int Readers { get; private set; }

    /// <summary>Number of readers who reacted.</summary>
    public int Reactions => _reactions.Count;

    /// <summary>Total weight of the readers; a reader brought by a ranking weighs less than 1.</summary>
    public double Weight { get; private set; }

    /// <summary>False while too few readers of other articles have counted to say what is usual.</summary>
    private bool IsUsualKnown => OthersUsual >= UsualReaders.MinReaders;

    private double OthersUsual => Math.Max(0, _usual.Readers - _own.Readers);

    /// <summary>Adds a reader. The caller ensures that the reader is new.</summary>
    public void Add(Origin origin)
    {
        Readers++;
        Weight += origin.Weight;
        if (origin.IsKnown) _known++;
        if (origin.Prefix != 0) _networks.Add(origin.Prefix % UsualReaders.Prefixes);
        if (origin.Provider != 0) _providers.Add(origin.Provider % UsualReaders.Prefixes);
        _agents.Add(origin.Agent % UsualReaders.Agents);
    }

    /// <summary>Adds a reaction. Returns false when the reader has reacted already or <see cref="MaxReactions"/> is reached.</summary>
    public bool AddReaction(ulong reader) => _reactions.Count < MaxReactions && _reactions.Add(reader);

    /// <summary>The number of readers that count, and the rule that limits it; null when all count.</summary>
    public (double Readers, ExclusionReason? LimitedBy) Count()
    {
        var strictest = (Readers: (double)Readers, LimitedBy: (ExclusionReason?)null);
        foreach (var (allowed, reason) in new[]
                 {
                     (_networks.Count(Readers), ExclusionReason.Prefixes), (_providers.Count(Readers), ExclusionReason.Prefixes),
                     (_agents.Count(Readers), ExclusionReason.Agents), (_known + AllowedNewcomers, ExclusionReason.Newcomers),
                 })
            if (allowed < strictest.Readers - 1e-9)
                strictest = (allowed, reason);
        return strictest;
    }

    /// <summary>Where the readers that count came from.</summary>
    public CountedReaders CountedReaders()
    {
        var counted = Count().Readers;
        var result = new CountedReaders { Readers = counted, Newcomers = AllowedNewcomers * Share(counted, _known + AllowedNewcomers) };
        foreach (var (buckets, target) in new[] { (_networks, result.ByPrefix), (_providers, result.ByPrefix), (_agents, result.ByAgent) })
        {
            var total = buckets.Count(Readers);
            foreach (var (key, readers) in buckets.CountedOf(total))
                CollectionsMarshal.GetValueRefOrAddDefault(target, key, out _) += readers * Share(counted, total);
        }
        return result;
    }

    /// <summary>The number of reactions that count, given the number of counted readers.</summary>
    public double CountedReactions(double readers) => Math.Min(Reactions, _options.ReactionShare * readers);

    private double AllowedNewcomers =>
        Math.Min(Readers - _known, _options.Newcomers + Math.Max(_options.NewcomersPerKnown, _options.NewcomersFactor * UsualNewcomersPerKnown) * _known);

    private double UsualNewcomersPerKnown
    {
        get
        {
            var (newcomers, readers) = (Math.Max(0, _usual.Newcomers - _own.Newcomers), OthersUsual);
            return IsUsualKnown && readers > newcomers ? newcomers / (readers - newcomers) : 0;
        }
    }

    private (double Always, double Factor) LimitOfNetwork(uint network) => IsUsualKnown
        ? (_options.ReadersPerPrefix, _options.PrefixFactor * OddsOf(_usual.OfPrefix(network) - _own.ByPrefix.GetValueOrDefault(network)))
        : (_options.FirstReadersPerPrefix, 0);

    // A provider has many networks: with little evidence it is not limited.
    private (double Always, double Factor) LimitOfProvider(uint provider) => IsUsualKnown ? LimitOfNetwork(provider) : NoLimit;

    private (double Always, double Factor) LimitOfAgent(uint agent)
    {
        var others = _usual.OfAgent(agent) - _own.ByAgent.GetValueOrDefault(agent);
        return !IsUsualKnown || others >= UnlimitedAgent * OthersUsual ? NoLimit : (_options.ReadersPerAgent, _options.AgentFactor * OddsOf(others));
    }

    /// <summary>The odds of a usual number of readers: π/(1 − π).</summary>
    private double OddsOf(double readers) => readers <= 0 ? 0 : readers / Math.Max(1e-6, OthersUsual - readers);

    private static double Share(double part, double whole) => whole <= 0 ? 0 : Math.Min(1, part / whole);
}
