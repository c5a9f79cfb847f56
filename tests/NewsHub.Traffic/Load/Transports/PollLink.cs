using System.Text;

namespace NewsHub.Traffic.Load.Transports;

/// <summary>Long polling: each answer is asked for with the cursor of the last.</summary>
internal sealed class PollLink(LoadReader reader, LoadRun run) : Link(reader, run)
{
    /// <summary>Entries in an answer, the most that the hub gives.</summary>
    private const int Limit = 500;

    /// <summary>Below the 30 seconds after which a hub answers anyway.</summary>
    private const int WaitSeconds = 25;

    private readonly Leftover _rest = new();
    private ChunkedBody _chunks = new();
    private HttpHead? _head;
    private bool _isLive;

    protected override byte[] Opening => Ask();

    protected override int Take(Span<byte> held, long now)
    {
        if (_head is not { } head) return TakeHead(held);
        if (!head.IsChunked)
        {
            var whole = head.ContentLength ?? throw new FormatException("The hub's answer says nothing of its length.");
            if (held.Length < whole) return 0;
            Read(held[..whole], now);
            return whole;
        }

        var body = _rest.With(held[.._chunks.Decode(held, out var taken)]);
        var isWhole = _chunks.IsOver;
        if (isWhole) Read(body, now);
        _rest.Keep(isWhole ? [] : body);
        return taken;
    }

    private int TakeHead(ReadOnlySpan<byte> held)
    {
        if (!HttpHead.TryRead(held, out var head)) return 0;
        _head = head;
        if (head.Status is not 200) Lose($"refused: {head.Status}");
        return head.Length;
    }

    private void Read(ReadOnlySpan<byte> answer, long now)
    {
        (_head, _chunks) = (null, new ChunkedBody());
        var sight = Reader.Sight;
        sight.Inspect(answer);
        var entries = _isLive ? sight.ShowAnswer(answer, now) : sight.Answer(answer);
        if (!_isLive && entries < Limit)
        {
            _isLive = true;
            Reader.LiveUnsynchronized();
        }

        if (!Reader.IsStalledUnsynchronized) Send(Ask());
    }

    private byte[] Ask()
    {
        // The first answer says where the wire stands; it need not wait.
        var after = Reader.Sight.Cursor is { } cursor ? $"&after={Uri.EscapeDataString(cursor)}" : "";
        return Encoding.ASCII.GetBytes(
            $"GET /api/wire?topics={Uri.EscapeDataString(Run.Options.Topic)}&limit={Limit}&wait={(_isLive ? WaitSeconds : 0)}{after} HTTP/1.1\r\n"
            + $"Host: {Run.Address.Authority}\r\n\r\n");
    }
}
