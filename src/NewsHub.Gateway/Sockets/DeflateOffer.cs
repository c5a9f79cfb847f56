using Microsoft.AspNetCore.Http;

namespace NewsHub.Gateway.Sockets;

/// <summary>
/// What clients offer for the compression of messages: <c>permessage-deflate</c> (RFC 7692). Neither side keeps a window between messages, so that the hub
/// compresses a message once for all readers, and holds no window of 32 KB for each of them.
/// </summary>
internal static class DeflateOffer
{
    private const string Name = "permessage-deflate";

    /// <summary>What the hub takes: the server's half is in <see cref="WebSocketAcceptContext.DisableServerContextTakeover"/>.</summary>
    private const string Taken = $"{Name}; client_no_context_takeover";

    /// <summary>Replaces the offers by the one that the hub takes. Returns false, and removes them, if there is none.</summary>
    public static bool TryTake(IHeaderDictionary headers)
    {
        var isTaken = headers.GetCommaSeparatedValues("Sec-WebSocket-Extensions").Any(IsAcceptable);
        headers.SecWebSocketExtensions = isTaken ? Taken : default;
        return isTaken;
    }

    /// <summary>True for an offer whose demands the hub meets: it cannot compress with a smaller window.</summary>
    private static bool IsAcceptable(string offer)
    {
        var parts = offer.Split(';', StringSplitOptions.TrimEntries);
        return parts[0].Equals(Name, StringComparison.OrdinalIgnoreCase) && parts[1..].All(parameter =>
            parameter is "client_no_context_takeover" or "server_no_context_takeover" or "client_max_window_bits" or "server_max_window_bits=15"
            || parameter.StartsWith("client_max_window_bits=", StringComparison.Ordinal));
    }
}
