using System.Runtime.InteropServices;
using NewsHub.Trending.Fairness;

namespace NewsHub.Benchmarks.Fairness;

/// <summary>
/// The rules before usual shares, for comparison: in ten minutes at most 20 readers of a network, of a browser 50 or 60 % of all, and 10 newcomers and 10
/// for each known reader.
/// </summary>
internal sealed class FormerReaderWindow
{
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(10);

    private readonly Dictionary<uint, int> _prefixes = [];
    private readonly Dictionary<uint, int> _agents = [];
    private int _readers, _known, _allowedByPrefixes;

    public void Add(Origin origin)
    {
        _readers++;
        if (origin.IsKnown) _known++;
        if (origin.Prefix == 0 || ++CollectionsMarshal.GetValueRefOrAddDefault(_prefixes, origin.Prefix, out _) <= 20) _allowedByPrefixes++;
        CollectionsMarshal.GetValueRefOrAddDefault(_agents, origin.Agent, out _)++;
    }

    public double Count() => new[]
    {
        _readers, _allowedByPrefixes, _agents.Values.Sum(readers => Math.Min(readers, Math.Max(50, 0.6 * _readers))), _known + Math.Min(_readers - _known, 10 + 10 * _known),
    }.Min();
}
