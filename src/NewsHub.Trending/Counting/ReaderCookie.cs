using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace NewsHub.Trending.Counting;

/// <summary>
/// A reader's random first-party id, with the minute in which the hub gave it and a seal, so that nobody can make up readers who have been
/// here for long: <c>{id, 22 characters}.{minute since 1970, 4 bytes, and the first 8 bytes of an HMAC-SHA256 as base64url}</c>.
/// </summary>
/// <param name="Id">128 random bits as base64url.</param>
/// <param name="Since">When the hub gave it; null: it bears no seal of this hub.</param>
internal sealed record ReaderCookie(string Id, DateTimeOffset? Since)
{
    private const int IdBytes = 16;
    private const int IdLength = 22;
    private const int MinuteBytes = 4;
    private const int SealBytes = 8;

    public static ReaderCookie New(DateTimeOffset at) => new(WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(IdBytes)), at);

    /// <summary>Null: it is none of ours.</summary>
    public static ReaderCookie? Read(string? text, byte[]? key)
    {
        if (text is null || text.Length < IdLength || !text.AsSpan(0, IdLength).IsBase64Url()) return null;
        var id = text[..IdLength];
        if (text.Length == IdLength) return new ReaderCookie(id, null);
        if (text[IdLength] != '.' || !text.AsSpan(IdLength + 1).IsBase64Url()) return null;
        Span<byte> stamp = stackalloc byte[MinuteBytes + SealBytes];
        if (key is null || !Base64Url.TryDecodeFromChars(text.AsSpan(IdLength + 1), stamp, out var written) || written != stamp.Length)
            return new ReaderCookie(id, null);
        var minute = BinaryPrimitives.ReadUInt32BigEndian(stamp);
        var isOurs = CryptographicOperations.FixedTimeEquals(stamp[MinuteBytes..], Seal(id, minute, key));
        return new ReaderCookie(id, isOurs ? DateTimeOffset.UnixEpoch.AddMinutes(minute) : null);
    }

    /// <summary>The cookie's text, with a seal where the hub's key is there.</summary>
    public string Write(byte[]? key)
    {
        if (Since is not { } since || key is null) return Id;
        var minute = (uint)((since - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMinute);
        Span<byte> stamp = stackalloc byte[MinuteBytes + SealBytes];
        BinaryPrimitives.WriteUInt32BigEndian(stamp, minute);
        Seal(id: Id, minute, key).CopyTo(stamp[MinuteBytes..]);
        return $"{Id}.{WebEncoders.Base64UrlEncode(stamp)}";
    }

    private static ReadOnlySpan<byte> Seal(string id, uint minute, byte[] key) =>
        HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(FormattableString.Invariant($"since {minute} {id}"))).AsSpan(0, SealBytes);
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
