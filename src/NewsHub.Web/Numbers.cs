using System.Globalization;

namespace NewsHub.Web;

/// <summary>Formats counts and reaction names, in the same form as the client script.</summary>
internal static class Numbers
{
    public static string Reads(long reads) => $"{Format(reads)} {(reads == 1 ? "read" : "reads")}";

    public static string Format(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The label of a reaction kind: <c>veryGood</c> becomes "Very good".</summary>
    public static string Label(string kind) =>
        string.Concat(kind.Select((letter, index) => index is 0 ? $"{char.ToUpperInvariant(letter)}" : char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
}
