using System.Text.Json;

namespace NewsHub.Traffic.Load.Checking;

/// <summary>The response to a subscription or a poll: <c>{cursor, recovered, entries, …}</c>.</summary>
internal readonly ref struct Answer
{
    private Answer(ReadOnlySpan<byte> cursor, bool isRecovered, ReadOnlySpan<byte> entries)
    {
        Cursor = cursor;
        IsRecovered = isRecovered;
        Entries = entries;
    }

    /// <summary>The response covers all entries up to this cursor.</summary>
    public ReadOnlySpan<byte> Cursor { get; }

    /// <summary>False if the hub could not resume from the cursor.</summary>
    public bool IsRecovered { get; }

    /// <summary>A JSON array, oldest first.</summary>
    public ReadOnlySpan<byte> Entries { get; }

    /// <summary>Reads the object at the start of <paramref name="json"/>.</summary>
    /// <exception cref="JsonException">The text is not valid JSON.</exception>
    public static Answer Read(ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> cursor = [], entries = [];
        var isRecovered = false;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var (isCursor, isVerdict, isEntries) = (reader.ValueTextEquals("cursor"u8), reader.ValueTextEquals("recovered"u8), reader.ValueTextEquals("entries"u8));
            reader.Read();
            if (isCursor) cursor = reader.ValueSpan;
            else if (isVerdict) isRecovered = reader.GetBoolean();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isEntries) entries = json[start..(int)reader.BytesConsumed];
        }

        return new Answer(cursor, isRecovered, entries);
    }

    public Enumerator GetEnumerator() => new(Entries);

    /// <summary>Enumerates the entries as UTF-8 JSON.</summary>
    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<byte> _json;
        private Utf8JsonReader _reader;

        public Enumerator(ReadOnlySpan<byte> array)
        {
            _json = array;
            _reader = new Utf8JsonReader(array);
            if (!array.IsEmpty) _reader.Read();
        }

        public ReadOnlySpan<byte> Current { get; private set; }

        public bool MoveNext()
        {
            if (_json.IsEmpty || !_reader.Read() || _reader.TokenType is not JsonTokenType.StartObject) return false;
            var start = (int)_reader.TokenStartIndex;
            _reader.Skip();
            Current = _json[start..(int)_reader.BytesConsumed];
            return true;
        }
    }
}
