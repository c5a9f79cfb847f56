using System.Text;

namespace NewsHub.Traffic.Load.Transports;

/// <summary>The SignalR JSON protocol over a WebSocket.</summary>
internal sealed class SignalRLink(LoadReader reader, LoadRun run) : Link(reader, run)
{
    private readonly Leftover _rest = new();
    private Stage _stage;

    private enum Stage { Upgrading, Handshaking, Subscribing, Live }

    protected override byte[] Opening => WebSocketFrame.Upgrade(new Uri(Run.Address, "/live"));

    public override void Ping()
    {
        if (_stage is Stage.Live) Send(SignalRMessages.Ping);
    }

    protected override int Take(Span<byte> held, long now)
    {
        if (_stage is Stage.Upgrading) return TakeUpgrade(held);
        if (!WebSocketFrame.TryRead(held, out var frame) || held.Length < frame.Length) return 0;
        var payload = held.Slice(frame.Header, frame.Payload);
        if (frame.Opcode is WebSocketFrame.Ping) Send(WebSocketFrame.Write(WebSocketFrame.Pong, payload));
        else if (frame.Opcode is WebSocketFrame.Close) Fail($"closed by the hub: {(payload.Length > 2 ? Encoding.UTF8.GetString(payload[2..]) : "no reason given")}");
        else if (frame.Opcode is not WebSocketFrame.Pong) TakeText(_rest.With(payload), now);
        return frame.Length;
    }

    private int TakeUpgrade(ReadOnlySpan<byte> held)
    {
        if (!HttpHead.TryRead(held, out var head)) return 0;
        if (head.Status is not 101)
        {
            Fail($"refused: {head.Status}");
            return head.Length;
        }

        _stage = Stage.Handshaking;
        Send(SignalRMessages.Handshake);
        return head.Length;
    }

    private void TakeText(ReadOnlySpan<byte> text, long now)
    {
        while (SignalRMessages.TryTake(ref text, out var message)) Read(message, now);
        _rest.Keep(text);
    }

    private void Read(ReadOnlySpan<byte> message, long now)
    {
        if (_stage is Stage.Handshaking)
        {
            BeginAfter(message);
            return;
        }

        Reader.ReaderView.Inspect(message);
        switch (SignalRMessages.TypeOf(message))
        {
            case MessageType.Invocation:
                Reader.ReaderView.Show(message, now);
                break;
            case MessageType.Completion when message.IndexOf("\"result\":"u8) is >= 0 and var at:
                Reader.ReaderView.Answer(message[(at + "\"result\":"u8.Length)..]);
                Subscribed();
                break;
            case MessageType.Completion or MessageType.Close:
                Fail($"the hub says: {Encoding.UTF8.GetString(message[..Math.Min(message.Length, 300)])}");
                break;
        }
    }

    private void BeginAfter(ReadOnlySpan<byte> handshake)
    {
        if (handshake.IndexOf("\"error\":"u8) >= 0)
        {
            Fail($"handshake: {Encoding.UTF8.GetString(handshake)}");
            return;
        }

        _stage = Stage.Subscribing;
        if (Run.Target.IsBare) Subscribed();
        else Send(SignalRMessages.Subscribe(Run.Options.Topic, Reader.ReaderView.Cursor));
    }

    private void Subscribed()
    {
        _stage = Stage.Live;
        Reader.LiveUnsynchronized();
    }
}
