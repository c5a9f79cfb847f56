namespace NewsHub.Gateway.Deliveries;

/// <summary>Encodes messages for one kind of transport. Encoded messages can be concatenated.</summary>
internal abstract class PayloadFormat
{
    /// <summary>The opcode of WebSocket frames in this format: 1 text, 2 binary (RFC 6455, 5.2), with the bit of compressed messages.</summary>
    public virtual byte Opcode => 1;

    /// <summary>Bytes at the end of its last message that a packet leaves out.</summary>
    public virtual int OmittedBytes => 0;

    public abstract ReadOnlyMemory<byte> Encode(Message message);
}
