using System.Security.Cryptography;

namespace NewsHub.Wire;

/// <summary>Epochs, and why they end.</summary>
internal static class Epochs
{
    public const string ReplacedElsewhere = "the database has another epoch, which another hub or the command restore gave it.";

    public const string Contradicted =
        "the database lacks entries that this hub has seen: a backup was restored, or a standby without them was promoted. It has a new epoch now.";

    public const string Uncertain =
        "the database was restored, or a standby was promoted that may lack entries. It has a new epoch now.";

    public static string Generate() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
}
