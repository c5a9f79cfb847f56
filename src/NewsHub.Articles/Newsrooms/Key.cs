using System.Security.Cryptography;
using System.Text;

namespace NewsHub.Articles.Newsrooms;

/// <summary>A key as text: shown once, when it is made; everywhere else only its hash.</summary>
public static class Key
{
    /// <summary>256 bits by chance, so a plain hash is as hard to reverse as to guess the key.</summary>
    public static string New() => "nh_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256 of the key's UTF-8 bytes, in lower-case hexadecimal.</summary>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
