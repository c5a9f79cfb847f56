using NewsHub.Articles.Language;

namespace NewsHub.Web;

/// <summary>The names of reactions.</summary>
internal static class Reactions
{
    /// <summary>The label of a reaction kind: the word <c>reaction.veryGood</c>, or "Very good" made from its name.</summary>
    public static string Label(Words words, string kind) => words.Find($"reaction.{kind}", string.Concat(kind.Select(
        (letter, index) => index is 0 ? $"{char.ToUpperInvariant(letter)}" : char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}")));
}
