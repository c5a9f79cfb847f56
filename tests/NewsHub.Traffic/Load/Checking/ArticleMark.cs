using System.Buffers.Text;
using System.Globalization;

namespace NewsHub.Traffic.Load.Checking;

/// <summary>
/// What a load article carries through the hub in its headline, as <c>~T00001234567890123456A000000000123~</c>: when it was sent, in
/// ticks of the monotonic clock, and which article it is.
/// </summary>
/// <param name="SentAt">The timestamp at which the command was sent.</param>
/// <param name="Article">The article's number, drawn once for each article of all runs.</param>
internal readonly record struct ArticleMark(long SentAt, long Article)
{
    /// <summary>Digits, so that every headline is equally long.</summary>
    private const int TimeDigits = 20;

    private const int NumberDigits = 12;

    private static ReadOnlySpan<byte> Prefix => "~T"u8;

    private static ReadOnlySpan<byte> IdKey => "\"id\":\"load-"u8;

    /// <summary>The id under which an article is published.</summary>
    public static string IdOf(long article) => string.Create(CultureInfo.InvariantCulture, $"load-{article:D12}");

    /// <summary>Finds the next mark and moves <paramref name="text"/> behind it.</summary>
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

    /// <summary>The article that an entry is about, by its id: all that is left of it after a kill.</summary>
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
