using System.Globalization;

namespace NewsHub.Trending.Counting;

/// <summary>
/// Hashes readers and origins once more for each article, with the lasting key: the same reader has unrelated hashes under two articles, so
/// stored reactions do not show what a person has reacted to.
/// </summary>
internal static class ReactionHash
{
    /// <param name="value">The reader hashed with the lasting key, or an origin hashed with the day's key; 0 stays 0.</param>
    public static ulong Of(byte[] key, string articleId, ulong value) =>
        value == 0 ? 0 : ReaderIdentifier.Hash(key, string.Create(CultureInfo.InvariantCulture, $"reaction {articleId} {value:x16}"));
}
