using System.Security.Cryptography;

namespace NewsHub.Wire;

/// <summary>Generates epochs and holds the reasons why one ends.</summary>
internal static class Epochs
{
    public const string Replaced = "the database has another epoch, set by another hub or by the restore command.";

    public const string EntriesMissing =
        "the database lacks entries that this hub has seen: a backup was restored, or a standby without them was promoted. It has a new epoch now.";

    public const string MayLackEntries =
        "the database was restored, or a standby was promoted that may lack entries. It has a new epoch now.";

    public static string Generate() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
}
