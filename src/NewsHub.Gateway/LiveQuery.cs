using NewsHub.Trending.Counting;

namespace NewsHub.Gateway;

/// <summary>The query parameters of <c>/live</c> that no handler names.</summary>
internal static class LiveQuery
{
    /// <summary>The key of a newsroom: browsers cannot set headers on a WebSocket.</summary>
    public const string Key = "access_token";

    /// <summary>What SignalR's clients send: the connection, the versions, and a number against caches.</summary>
    public static readonly string[] SignalR = [Key, ReaderToken.Parameter, "id", "negotiateVersion", "useStatefulReconnect", "_"];
}
