namespace NewsHub.Gateway.Deliveries;

/// <summary>How messages are written on lines of one kind. Messages that follow each other are written one behind the other.</summary>
internal abstract class PayloadFormat
{
    /// <summary>The opcode of a WebSocket frame that carries it: 1 text, 2 binary (RFC 6455, 5.2).</summary>
    public virtual byte Opcode => 1;

    public abstract ReadOnlyMemory<byte> Encode(Message message);
}
