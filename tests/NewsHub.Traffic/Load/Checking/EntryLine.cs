using System.Buffers.Text;

namespace NewsHub.Traffic.Load.Checking;

/// <summary>
/// An entry as bytes of JSON. Only what is asked for is looked for, without parsing the rest: inside a JSON string a quote is escaped, so
/// that a headline cannot look like a property.
/// </summary>
internal readonly ref struct EntryLine
{
    private readonly ReadOnlySpan<byte> _json;

    private EntryLine(ReadOnlySpan<byte> json, long sequence)
    {
        _json = json;
        Sequence = sequence;
    }

    public long Sequence { get; }

    public bool IsKill => _json.IndexOf("\"kind\":\"killed\""u8) >= 0;

    /// <summary>Alerts and kills may come before entries that wait.</summary>
    public bool MayOvertake => IsKill || _json.IndexOf("\"kind\":\"alerted\""u8) >= 0 || _json.IndexOf("\"alert\":\""u8) >= 0;

    /// <summary>False: it holds no entry.</summary>
    public static bool TryFind(ReadOnlySpan<byte> json, out EntryLine entry)
    {
        var key = "\"seq\":"u8;
        var at = json.IndexOf(key);
        var found = Utf8Parser.TryParse(at < 0 ? [] : json[(at + key.Length)..], out long sequence, out _);
        entry = found ? new EntryLine(json, sequence) : default;
        return found;
    }

    public bool TryMark(out ArticleMark mark)
    {
        var text = _json;
        return ArticleMark.TryTake(ref text, out mark);
    }

    public bool TryId(out long article) => ArticleMark.TryFindId(_json, out article);
}
