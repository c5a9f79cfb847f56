using System.Buffers.Text;

namespace NewsHub.Traffic.Load.Checking;

/// <summary>
/// A wire entry as UTF-8 JSON. Properties are found by a byte search without parsing. Quotes inside a JSON string are escaped, so that a
/// headline cannot match a property.
/// </summary>
internal readonly ref struct EntryJson
{
    private readonly ReadOnlySpan<byte> _json;

    private EntryJson(ReadOnlySpan<byte> json, long sequence)
    {
        _json = json;
        Sequence = sequence;
    }

    public long Sequence { get; }

    public bool IsKill => _json.IndexOf("\"kind\":\"killed\""u8) >= 0;

    /// <summary>True for alerts and kills, which may overtake queued entries.</summary>
    public bool MayOvertake => IsKill || _json.IndexOf("\"kind\":\"alerted\""u8) >= 0 || _json.IndexOf("\"alert\":\""u8) >= 0;

    /// <summary>Returns false if the JSON contains no entry.</summary>
    public static bool TryFind(ReadOnlySpan<byte> json, out EntryJson entry)
    {
        var key = "\"seq\":"u8;
        var at = json.IndexOf(key);
        var found = Utf8Parser.TryParse(at < 0 ? [] : json[(at + key.Length)..], out long sequence, out _);
        entry = found ? new EntryJson(json, sequence) : default;
        return found;
    }

    public bool TryMark(out ArticleMark mark)
    {
        var text = _json;
        return ArticleMark.TryTake(ref text, out mark);
    }

    public bool TryId(out long article) => ArticleMark.TryFindId(_json, out article);
}
