using System.Collections.Frozen;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace NewsHub.Gateway.Deliveries;

/// <summary>Every format that readers may ask for, one of each.</summary>
internal sealed class Formats(IHubProtocolResolver protocols)
{
    private readonly FrozenDictionary<string, HubFormat> _hub = protocols.AllProtocols.ToFrozenDictionary(protocol => protocol.Name, protocol => new HubFormat(protocol));

    /// <summary>For server-sent events.</summary>
    public EventFormat Events { get; } = new();

    public HubFormat Of(IHubProtocol protocol) => _hub[protocol.Name];
}
