using System.Collections.Frozen;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace NewsHub.Gateway.Deliveries;

/// <summary>One shared instance of every payload format.</summary>
internal sealed class PayloadFormats(IHubProtocolResolver protocols)
{
    private readonly FrozenDictionary<string, (HubFormat Plain, DeflatedFormat Deflated)> _hub = protocols.AllProtocols.ToFrozenDictionary(
        protocol => protocol.Name, FormatsOf);

    /// <summary>The format of server-sent events.</summary>
    public EventStreamFormat Events { get; } = new();

    public HubFormat Of(IHubProtocol protocol) => _hub[protocol.Name].Plain;

    /// <summary>The format of a protocol on WebSockets with <c>permessage-deflate</c>.</summary>
    public DeflatedFormat DeflatedOf(IHubProtocol protocol) => _hub[protocol.Name].Deflated;

    private static (HubFormat Plain, DeflatedFormat Deflated) FormatsOf(IHubProtocol protocol)
    {
        var plain = new HubFormat(protocol);
        return (plain, new DeflatedFormat(plain));
    }
}
