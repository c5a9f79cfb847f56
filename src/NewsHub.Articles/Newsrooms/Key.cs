using System.Security.Cryptography;
using System.Text;

namespace NewsHub.Articles.Newsrooms;

/// <summary>Generates and hashes keys. The text of a key is shown only when it is created; only its hash is stored.</summary>
public static class Key
{
    /// <summary>Generates a key with 256 random bits. With that entropy an unsalted hash is sufficient.</summary>
    public static string New() => "nh_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Returns the SHA-256 of the key's UTF-8 bytes in lower-case hexadecimal.</summary>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
