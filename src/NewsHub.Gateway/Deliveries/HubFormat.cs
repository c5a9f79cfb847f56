using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace NewsHub.Gateway.Deliveries;

/// <summary>A SignalR protocol: JSON or MessagePack.</summary>
internal sealed class HubFormat(IHubProtocol protocol) : PayloadFormat
{
    public string Protocol => protocol.Name;

    public override byte Opcode => protocol.TransferFormat is TransferFormat.Binary ? (byte)2 : (byte)1;

    public override ReadOnlyMemory<byte> Encode(Message message) =>
        protocol.GetMessageBytes(new InvocationMessage(message.Method, [message.Content]));
}
