using System.Globalization;

namespace NewsHub.Web;

/// <summary>Counts in words, as the browser writes them too, and what is counted.</summary>
internal static class Numbers
{
    public static string Reads(long reads) => $"{Plain(reads)} {(reads == 1 ? "read" : "reads")}";

    public static string Plain(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A kind of reaction as people say it: <c>veryGood</c> is "Very good".</summary>
    public static string Words(string kind) =>
        string.Concat(kind.Select((letter, at) => at is 0 ? $"{char.ToUpperInvariant(letter)}" : char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
}
