using System.Diagnostics.CodeAnalysis;
using NewsHub.Wire;

namespace NewsHub.Trending.Ranking.Formulas;

/// <summary>
/// The formulas registered as services. Each has one ranking for all articles and one for each section. A formula may get another half-life while the
/// hub runs; counters and boards then keep their values and decay differently from that time on.
/// </summary>
public sealed class RankingFormulas(IEnumerable<RankingFormula> formulas)
{
    /// <summary>The formulas that every hub registers.</summary>
    public static readonly RankingFormulas BuiltIn = new([RankingFormula.Rising, RankingFormula.Today]);

    private volatile IReadOnlyList<RankingFormula> _all = [.. formulas];

    public IReadOnlyList<RankingFormula> All => _all;

    /// <summary>Replaces the formula with this name. One caller at a time.</summary>
    internal void Use(RankingFormula formula) => _all = [.. _all.Select(known => known.Name == formula.Name ? formula : known)];

    /// <summary>The names, separated by commas, for messages: <c>rising, today</c>.</summary>
    public string Names => string.Join(", ", All.Select(formula => formula.Name));

    public RankingFormula? Find(string? name) => All.FirstOrDefault(formula => formula.Name == name);

    /// <summary>The formula of an existing ranking.</summary>
    /// <exception cref="ArgumentException">There is no such ranking.</exception>
    public RankingFormula Of(RankingKey key) => Find(key.Name) ?? throw new ArgumentException($"There is no ranking {key}.", nameof(key));

    /// <summary>The rankings in which an article of a section may appear.</summary>
    public IEnumerable<RankingKey> KeysOf(string? section) => section is null
        ? All.Select(formula => new RankingKey(formula.Name))
        : All.SelectMany(formula => new[] { new RankingKey(formula.Name), new RankingKey(formula.Name, section) });

    /// <summary>Parses <c>rising</c> or <c>rising/world</c>. Returns false when the text is malformed or no formula has the name.</summary>
    public bool TryFind(string? text, [NotNullWhen(true)] out RankingKey? key)
    {
        key = text?.Split('/') switch
        {
            [var name] when Find(name) is not null => new RankingKey(name),
            [var name, var section] when Find(name) is not null && Topic.IsSlug(section) => new RankingKey(name, section),
            _ => null,
        };
        return key is not null;
    }
}
