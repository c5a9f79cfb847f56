using System.Collections.Frozen;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace NewsHub.Gateway.Deliveries;

/// <summary>One shared instance of every payload format.</summary>
internal sealed class PayloadFormats(IHubProtocolResolver protocols)
{
    private readonly FrozenDictionary<string, HubFormat> _hub = protocols.AllProtocols.ToFrozenDictionary(protocol => protocol.Name, protocol => new HubFormat(protocol));
    private readonly FrozenDictionary<string, DeflatedFormat> _deflated =
        protocols.AllProtocols.ToFrozenDictionary(protocol => protocol.Name, protocol => new DeflatedFormat(new HubFormat(protocol)));

    /// <summary>The format of server-sent events.</summary>
    public EventStreamFormat Events { get; } = new();

    public HubFormat Of(IHubProtocol protocol) => _hub[protocol.Name];

    /// <summary>The format of a protocol on WebSockets with <c>permessage-deflate</c>.</summary>
    public DeflatedFormat DeflatedOf(IHubProtocol protocol) => _deflated[protocol.Name];
}
