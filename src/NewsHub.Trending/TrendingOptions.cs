using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NewsHub.Trending.Ranking.Formulas;

namespace NewsHub.Trending;

/// <summary>Options for reactions, the weights of scores, and recording.</summary>
public sealed class TrendingOptions : IValidatableObject
{
    public const string Section = "NewsHub:Trending";

    public const int MaxReactionLength = 32;

    /// <summary>Maximum number of kinds; bounds the size of <see cref="Counting.Counts"/>, which has a number for each.</summary>
    public const int MaxReactions = 16;

    private const string Auto = "auto";
    private const int MaxRisingMinutes = 24 * 60;

    private static readonly string[] DefaultReactions = ["veryGood"];

    /// <summary>The kinds of reaction that readers may give. Default: <c>veryGood</c>.</summary>
    // The default is not set here: configuration would append to it instead of replacing it.
    public string[]? Reactions { get; set; }

    /// <summary>Weight of a counted reader in a score.</summary>
    [Range(0.0, 1_000.0, ErrorMessage = $"{Section}:ReaderWeight must be from 0 to 1000.")]
    public double ReaderWeight { get; set; } = 1;

    /// <summary>Weight of a counted reaction in a score, in addition to its reader.</summary>
    [Range(0.0, 1_000.0, ErrorMessage = $"{Section}:ReactionWeight must be from 0 to 1000.")]
    public double ReactionWeight { get; set; } = 2;

    /// <summary>The half-life of <c>rising</c> in minutes, 1 to 1440, or <c>auto</c>: 20, 30 or 60 minutes by how much is read.</summary>
    public string RisingHalfLife { get; set; } = Auto;

    /// <summary>Whether reads brought by a place in a ranking weigh less, so that rankings do not reinforce themselves.</summary>
    public bool CorrectPosition { get; set; } = true;

    /// <summary>File to which events of counters are appended for replay; null to record nothing. The file grows without limit.</summary>
    public string? RecordTo { get; set; }

    /// <summary>The kinds that readers may give, in display order.</summary>
    public IReadOnlyList<string> OfferedReactions => Reactions ?? DefaultReactions;

    public bool Allows([NotNullWhen(true)] string? reaction) => reaction is not null && OfferedReactions.Contains(reaction);

    /// <summary>The allowed kinds, separated by commas, for messages.</summary>
    public string AllowedReactions => string.Join(", ", OfferedReactions);

    /// <summary>The configured half-life of <c>rising</c> in minutes; null when the hub chooses it.</summary>
    internal int? RisingMinutes =>
        int.TryParse(RisingHalfLife, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is >= 1 and <= MaxRisingMinutes ? minutes : null;

    /// <summary>The formula of <c>rising</c> at the start of the hub.</summary>
    internal RankingFormula Rising =>
        RisingMinutes is { } minutes ? RankingFormula.Rising with { HalfLife = new Counting.HalfLife(TimeSpan.FromMinutes(minutes)) } : RankingFormula.Rising;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RisingHalfLife != Auto && RisingMinutes is null)
            yield return new ValidationResult($"{Section}:RisingHalfLife must be {Auto} or minutes from 1 to {MaxRisingMinutes}.");
        if (Reactions is null) yield break;
        if (Reactions.Length is 0 or > MaxReactions)
            yield return new ValidationResult($"{Section}:Reactions must have 1 to {MaxReactions} kinds.");
        if (!Reactions.All(IsKind))
            yield return new ValidationResult($"{Section}:Reactions: each kind must be 1 to {MaxReactionLength} letters a to z, A to Z.");
    }

    private static bool IsKind(string? text) => text is { Length: >= 1 and <= MaxReactionLength } && text.All(char.IsAsciiLetter);
}
