using System.Buffers.Text;
using System.Globalization;

namespace NewsHub.Traffic.Load.Checking;

/// <summary>
/// A mark in the headline of a load article, such as <c>~T00001234567890123456A000000000123~</c>: the send time in ticks of the monotonic
/// clock and the article number.
/// </summary>
/// <param name="SentAt">Timestamp of the command.</param>
/// <param name="Article">The article number, unique across runs with high probability.</param>
internal readonly record struct ArticleMark(long SentAt, long Article)
{
    /// <summary>Fixed number of digits, so that all headlines have the same length.</summary>
    private const int TimeDigits = 20;

    private const int NumberDigits = 12;

    private static ReadOnlySpan<byte> Prefix => "~T"u8;

    private static ReadOnlySpan<byte> IdKey => "\"id\":\"load-"u8;

    /// <summary>The article id in the hub.</summary>
    public static string IdOf(long article) => string.Create(CultureInfo.InvariantCulture, $"load-{article:D12}");

    /// <summary>Finds the next mark and advances <paramref name="text"/> past it.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> text, out ArticleMark mark)
    {
        while (text.IndexOf(Prefix) is >= 0 and var at)
        {
            text = text[(at + Prefix.Length)..];
            if (!TryNumber(text, TimeDigits, out var sentAt) || text.Length == TimeDigits || text[TimeDigits] is not (byte)'A'
                || !TryNumber(text[(TimeDigits + 1)..], NumberDigits, out var article)) continue;
            text = text[(TimeDigits + 1 + NumberDigits)..];
            mark = new ArticleMark(sentAt, article);
            return true;
        }

        mark = default;
        return false;
    }

    /// <summary>Finds the article number in the id of an entry; a killed article has no other content.</summary>
    public static bool TryFindId(ReadOnlySpan<byte> entry, out long article)
    {
        article = 0;
        return entry.IndexOf(IdKey) is >= 0 and var at && TryNumber(entry[(at + IdKey.Length)..], NumberDigits, out article);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"~T{SentAt:D20}A{Article:D12}~");

    private static bool TryNumber(ReadOnlySpan<byte> text, int digits, out long number)
    {
        number = 0;
        return text.Length >= digits && Utf8Parser.TryParse(text[..digits], out number, out var read) && read == digits;
    }
}
