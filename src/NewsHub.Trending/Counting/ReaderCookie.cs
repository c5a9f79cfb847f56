using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace NewsHub.Trending.Counting;

/// <summary>
/// A random first-party reader id with the minute of its issue and a signature, so that clients cannot make up readers.
/// Format: <c>{id, 22 characters}.{minutes since 1970, 4 bytes, and the first 8 bytes of an HMAC-SHA256, as base64url}</c>.
/// </summary>
/// <param name="Id">128 random bits as base64url.</param>
/// <param name="Since">When the hub issued it.</param>
internal sealed record ReaderCookie(string Id, DateTimeOffset Since)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private const int IdBytes = 16;
    private const int IdLength = 22;
    private const int MinuteBytes = 4;
    private const int SignatureBytes = 8;

    /// <summary>The id, a dot, and 12 bytes as base64url.</summary>
    private const int Length = IdLength + 1 + (MinuteBytes + SignatureBytes) * 4 / 3;

    private static readonly SearchValues<char> Base64UrlCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static ReaderCookie New(DateTimeOffset at) => new(WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(IdBytes)), at);

    /// <summary>Reads a cookie that a hub with this key has issued. Returns null for any other text, and for a cookie that has expired.</summary>
    public static ReaderCookie? Read(string? text, byte[] key, DateTimeOffset now)
    {
        if (text is not { Length: Length } || text[IdLength] != '.' || IdIn(text.AsSpan(0, IdLength)) is not { } id) return null;
        if (text.AsSpan(IdLength + 1).ContainsAnyExcept(Base64UrlCharacters)) return null;
        Span<byte> stamp = stackalloc byte[MinuteBytes + SignatureBytes];
        Base64Url.DecodeFromChars(text.AsSpan(IdLength + 1), stamp);
        var minute = BinaryPrimitives.ReadUInt32BigEndian(stamp);
        if (!CryptographicOperations.FixedTimeEquals(stamp[MinuteBytes..], Sign(id, minute, key))) return null;
        var since = DateTimeOffset.UnixEpoch.AddMinutes(minute);
        return now - since < Lifetime ? new ReaderCookie(id, since) : null;
    }

    /// <summary>
    /// The id in a cookie without a signature, as earlier versions issued them in the first moments after a start. It identifies nobody, but
    /// pages sign it, so that its reader keeps the reactions given with it.
    /// </summary>
    public static string? ReadUnsigned(string? text) => text is { Length: IdLength } ? IdIn(text) : null;

    /// <summary>The cookie's text, signed.</summary>
    public string Write(byte[] key)
    {
        var minute = (uint)((Since - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMinute);
        Span<byte> stamp = stackalloc byte[MinuteBytes + SignatureBytes];
        BinaryPrimitives.WriteUInt32BigEndian(stamp, minute);
        Sign(id: Id, minute, key).CopyTo(stamp[MinuteBytes..]);
        return $"{Id}.{WebEncoders.Base64UrlEncode(stamp)}";
    }

    private static string? IdIn(ReadOnlySpan<char> text) => text.ContainsAnyExcept(Base64UrlCharacters) ? null : text.ToString();

    private static ReadOnlySpan<byte> Sign(string id, uint minute, byte[] key) =>
        HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(FormattableString.Invariant($"since {minute} {id}"))).AsSpan(0, SignatureBytes);
}
