using NewsHub.Http;

namespace NewsHub.Host;

/// <summary>
/// Warns once when most requests of readers come through a proxy that is not trusted: it then hides where they come from, so that limits and the rules for
/// rankings take all readers for a few. A trusted proxy's entry of <c>X-Forwarded-For</c> is removed when it is used; what remains is of another.
/// </summary>
internal sealed partial class ProxyWarning(ILogger<ProxyWarning> logger)
{
    /// <summary>Number of requests of which at least half must have passed such a proxy.</summary>
    public const int Sample = 200;

    private int _requests;
    private int _forwarded;
    private int _isLogged;

    public void Observe(HttpContext http)
    {
        if (Volatile.Read(ref _isLogged) == 1 || !HttpRules.IsApi(http.Request.Path)) return;
        if (http.Request.Headers.ContainsKey("X-Forwarded-For")) Interlocked.Increment(ref _forwarded);
        if (Interlocked.Increment(ref _requests) < Sample) return;
        var forwarded = Interlocked.Exchange(ref _forwarded, 0);
        Interlocked.Exchange(ref _requests, 0);
        if (forwarded >= Sample / 2 && Interlocked.Exchange(ref _isLogged, 1) == 0) LogProxyNotTrusted(Proxies.Setting, http.Connection.RemoteIpAddress?.ToString());
    }

    [LoggerMessage(1020, LogLevel.Warning,
        "Most requests come through a proxy that is not trusted, the last one from {Address}: its readers share limits and hardly count for rankings. Name the proxy in {Setting}.")]
    private partial void LogProxyNotTrusted(string setting, string? address);
}
