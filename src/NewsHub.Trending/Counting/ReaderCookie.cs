using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace NewsHub.Trending.Counting;

/// <summary>
/// A random first-party reader id with the minute of its issue and a signature, so that clients cannot forge long-known readers.
/// Format: <c>{id, 22 characters}.{minutes since 1970, 4 bytes, and the first 8 bytes of an HMAC-SHA256, as base64url}</c>.
/// </summary>
/// <param name="Id">128 random bits as base64url.</param>
/// <param name="Since">When the hub issued it. Null when the cookie has no valid signature.</param>
internal sealed record ReaderCookie(string Id, DateTimeOffset? Since)
{
    private const int IdBytes = 16;
    private const int IdLength = 22;
    private const int MinuteBytes = 4;
    private const int SignatureBytes = 8;

    public static ReaderCookie New(DateTimeOffset at) => new(WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(IdBytes)), at);

    /// <summary>Parses a cookie. Returns null when the text is not in this format.</summary>
    public static ReaderCookie? Read(string? text, byte[]? key)
    {
        if (text is null || text.Length < IdLength || !text.AsSpan(0, IdLength).IsBase64Url()) return null;
        var id = text[..IdLength];
        if (text.Length == IdLength) return new ReaderCookie(id, null);
        if (text[IdLength] != '.' || !text.AsSpan(IdLength + 1).IsBase64Url()) return null;
        Span<byte> stamp = stackalloc byte[MinuteBytes + SignatureBytes];
        if (key is null || !Base64Url.TryDecodeFromChars(text.AsSpan(IdLength + 1), stamp, out var written) || written != stamp.Length)
            return new ReaderCookie(id, null);
        var minute = BinaryPrimitives.ReadUInt32BigEndian(stamp);
        var isValid = CryptographicOperations.FixedTimeEquals(stamp[MinuteBytes..], Sign(id, minute, key));
        return new ReaderCookie(id, isValid ? DateTimeOffset.UnixEpoch.AddMinutes(minute) : null);
    }

    /// <summary>The cookie's text; signed when a key is available and the time of issue is known.</summary>
    public string Write(byte[]? key)
    {
        if (Since is not { } since || key is null) return Id;
        var minute = (uint)((since - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMinute);
        Span<byte> stamp = stackalloc byte[MinuteBytes + SignatureBytes];
        BinaryPrimitives.WriteUInt32BigEndian(stamp, minute);
        Sign(id: Id, minute, key).CopyTo(stamp[MinuteBytes..]);
        return $"{Id}.{WebEncoders.Base64UrlEncode(stamp)}";
    }

    private static ReadOnlySpan<byte> Sign(string id, uint minute, byte[] key) =>
        HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(FormattableString.Invariant($"since {minute} {id}"))).AsSpan(0, SignatureBytes);
}

file static class CookieText
{
    public static bool IsBase64Url(this ReadOnlySpan<char> text)
    {
        foreach (var character in text)
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_'))
                return false;
        return true;
    }
}
