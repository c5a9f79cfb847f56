using System.Security.Cryptography;
using System.Text;

namespace NewsHub.Host.Clustering;

/// <summary>
/// The secret that both ends of a connection between hubs prove to know, without sending it. A proof is the HMAC-SHA256 of the random nonces of
/// both ends and of the end that proves, so that it is worthless on another connection and to the other end.
/// </summary>
internal sealed class ClusterSecret(byte[] key)
{
    public const int NonceBytes = 32;
    public const int ProofBytes = HMACSHA256.HashSizeInBytes;

    /// <summary>A random secret: only this process knows it.</summary>
    public static ClusterSecret OfThisProcess() => new(RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes));

    public static ClusterSecret Of(string text) => new(Encoding.UTF8.GetBytes(text));

    public static byte[] NewNonce() => RandomNumberGenerator.GetBytes(NonceBytes);

    /// <summary>The proof of the end that opened the connection.</summary>
    public byte[] ProofOfCaller(byte[] callersNonce, byte[] listenersNonce) => Prove("NewsHub caller"u8, callersNonce, listenersNonce);

    /// <summary>The proof of the end that accepted the connection.</summary>
    public byte[] ProofOfListener(byte[] callersNonce, byte[] listenersNonce) => Prove("NewsHub listener"u8, callersNonce, listenersNonce);

    private byte[] Prove(ReadOnlySpan<byte> end, byte[] callersNonce, byte[] listenersNonce) => HMACSHA256.HashData(key, (byte[])[.. end, .. callersNonce, .. listenersNonce]);
}
