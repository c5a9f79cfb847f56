using System.Text;
using NewsHub.Traffic.Load.Checking;

namespace NewsHub.Traffic.Load.Transports;

/// <summary>Server-sent events: missed entries, <c>live</c>, then live entries; <c>reset</c> if the cursor cannot be resumed.</summary>
internal sealed class EventStreamLink(LoadReader reader, LoadRun run) : Link(reader, run)
{
    private readonly Leftover _rest = new();
    private readonly ChunkedBody _chunks = new();
    private HttpHead? _head;
    private bool _isLive;

    protected override byte[] Opening
    {
        get
        {
            var after = Reader.ReaderView.Cursor is { } cursor ? $"&after={Uri.EscapeDataString(cursor)}" : "";
            return Encoding.ASCII.GetBytes(
                $"GET /live/events?topics={Uri.EscapeDataString(Run.Options.Topic)}{after} HTTP/1.1\r\nHost: {Run.Address.Authority}\r\nAccept: text/event-stream\r\n\r\n");
        }
    }

    protected override int Take(Span<byte> held, long now)
    {
        if (_head is not { } head) return TakeHead(held);
        var taken = held.Length;
        var length = head.IsChunked ? _chunks.Decode(held, out taken) : held.Length;
        var text = _rest.With(held[..length]);
        while (ServerSentEvent.TryRead(text, out var read))
        {
            Read(read, now);
            text = text[read.Length..];
        }

        _rest.Keep(text);
        if (_chunks.IsOver) Fail("the hub ended the stream");
        return taken;
    }

    private int TakeHead(ReadOnlySpan<byte> held)
    {
        if (!HttpHead.TryRead(held, out var head)) return 0;
        _head = head;
        if (head.Status is not 200) Fail($"refused: {head.Status}");
        return head.Length;
    }

    private void Read(ServerSentEvent read, long now)
    {
        if (read.Data.IsEmpty) return;
        var view = Reader.ReaderView;
        view.Inspect(read.Data);
        if (read.Name.SequenceEqual("entry"u8))
        {
            if (_isLive) view.Show(read.Data, now);
            else view.CatchUp(read.Data);
        }
        else if (read.Name.SequenceEqual("live"u8)) GoLive(read.Id.IsEmpty ? CursorText.Find(read.Data) : read.Id, isRecovered: true);
        else if (read.Name.SequenceEqual("reset"u8)) GoLive(read.Id.IsEmpty ? CursorText.Find(read.Data) : read.Id, isRecovered: false);
    }

    private void GoLive(ReadOnlySpan<byte> cursor, bool isRecovered)
    {
        Reader.ReaderView.Reach(cursor, isRecovered);
        if (_isLive) return;
        _isLive = true;
        Reader.LiveUnsynchronized();
    }
}
