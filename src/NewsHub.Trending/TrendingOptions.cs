using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;

namespace NewsHub.Trending;

/// <summary>What readers may do beside reading, and what it weighs.</summary>
public sealed class TrendingOptions : IValidatableObject
{
    public const string Section = "NewsHub:Trending";

    public const int MaxReactionLength = 32;

    /// <summary>More kinds than anybody offers: counts carry a number for each.</summary>
    public const int MaxReactions = 16;

    private static readonly string[] DefaultReactions = ["veryGood"];

    /// <summary>The kinds of reaction that readers may give; by default <c>veryGood</c>.</summary>
    // Not a default of the property: configuration would add to it instead of replacing it.
    public string[]? Reactions { get; set; }

    /// <summary>What a reader who counts weighs in a score.</summary>
    [Range(0.0, 1_000.0, ErrorMessage = $"{Section}:ReaderWeight must be from 0 to 1000.")]
    public double ReaderWeight { get; set; } = 1;

    /// <summary>What a reaction that counts weighs in a score, beside the reader who gave it.</summary>
    [Range(0.0, 1_000.0, ErrorMessage = $"{Section}:ReactionWeight must be from 0 to 1000.")]
    public double ReactionWeight { get; set; } = 2;

    /// <summary>Whether reads that a place in a ranking brought weigh less, so that the list does not feed on itself.</summary>
    public bool CorrectPosition { get; set; } = true;

    /// <summary>A file to which what happens to counters is added, to be replayed; null: none. It grows without end.</summary>
    public string? RecordTo { get; set; }

    /// <summary>The kinds that readers may give, in the order in which they are offered.</summary>
    public IReadOnlyList<string> OfferedReactions => Reactions ?? DefaultReactions;

    public bool Allows([NotNullWhen(true)] string? reaction) => reaction is not null && OfferedReactions.Contains(reaction);

    /// <summary>The allowed kinds in words, for messages.</summary>
    public string AllowedReactions => string.Join(", ", OfferedReactions);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Reactions is null) yield break;
        if (Reactions.Length is 0 or > MaxReactions)
            yield return new ValidationResult($"{Section}:Reactions needs 1 to {MaxReactions} kinds.");
        if (!Reactions.All(IsKind))
            yield return new ValidationResult($"{Section}:Reactions: a kind has 1 to {MaxReactionLength} letters a to z, A to Z.");
    }

    private static bool IsKind(string? text) => text is { Length: >= 1 and <= MaxReactionLength } && text.All(char.IsAsciiLetter);
}
