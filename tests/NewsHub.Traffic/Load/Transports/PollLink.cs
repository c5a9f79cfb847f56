using System.Text;

namespace NewsHub.Traffic.Load.Transports;

/// <summary>Long polling: each request carries the cursor of the last response.</summary>
internal sealed class PollLink(LoadReader reader, LoadRun run) : Link(reader, run)
{
    /// <summary>Entries per response; the maximum of the hub.</summary>
    private const int Limit = 500;

    /// <summary>Long-poll wait in seconds, below the 30-second maximum of the hub.</summary>
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
            var whole = head.ContentLength ?? throw new FormatException("The response of the hub has no length.");
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
        if (head.Status is not 200) Fail($"refused: {head.Status}");
        return head.Length;
    }

    private void Read(ReadOnlySpan<byte> answer, long now)
    {
        (_head, _chunks) = (null, new ChunkedBody());
        var view = Reader.ReaderView;
        view.Inspect(answer);
        var entries = _isLive ? view.ShowAnswer(answer, now) : view.Answer(answer);
        if (!_isLive && entries < Limit)
        {
            _isLive = true;
            Reader.LiveUnsynchronized();
        }

        if (!Reader.IsStalledUnsynchronized) Send(Ask());
    }

    private byte[] Ask()
    {
        // The first request returns the current cursor and does not wait.
        var after = Reader.ReaderView.Cursor is { } cursor ? $"&after={Uri.EscapeDataString(cursor)}" : "";
        return Encoding.ASCII.GetBytes(
            $"GET /api/wire?topics={Uri.EscapeDataString(Run.Options.Topic)}&limit={Limit}&wait={(_isLive ? WaitSeconds : 0)}{after} HTTP/1.1\r\n"
            + $"Host: {Run.Address.Authority}\r\n\r\n");
    }
}
