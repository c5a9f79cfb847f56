using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using NewsHub.Wire;

namespace NewsHub.Articles.Newsrooms;

/// <summary>
/// Logs what happens to keys. Requests with an unknown key are counted, with one line a minute at most, so that they cannot fill the log.
/// </summary>
internal sealed partial class KeyLog(IMeterFactory meters, TimeProvider time, ILogger<KeyLog> logger)
{
    private readonly Counter<long> _rejected = meters.Create("NewsHub.Articles.Keys")
        .CreateCounter<long>("newshub.keys.rejected", "{request}", "Requests whose key is not known");

    /// <summary>The ids of keys used since the start. Bounded by the number of keys: 1,000 × about 100 bytes = 0.1 MB.</summary>
    private readonly ConcurrentDictionary<string, byte> _used = new(StringComparer.Ordinal);

    private readonly OncePerMinute _summary = new(time);

    public void Created(KeyHolder holder, string by) => LogCreated(holder.Id, holder.Newsroom, holder.Scope, by);

    public void Revoked(string id, string by)
    {
        _used.TryRemove(id, out _);
        LogRevoked(id, by);
    }

    public void Used(KeyHolder holder)
    {
        if (_used.ContainsKey(holder.Id) || _used.Count >= KeyringGrain.MaxKeys || !_used.TryAdd(holder.Id, 0)) return;
        LogFirstUse(holder.Id, holder.Newsroom, holder.Scope);
    }

    public void Rejected()
    {
        _rejected.Add(1);
        if (_summary.TryTake(out var count)) LogRejected(count);
    }

    [LoggerMessage(2008, LogLevel.Information, "Key {Id} of {Newsroom} with scope {Scope} was created by key {By}")]
    private partial void LogCreated(string id, string newsroom, string scope, string by);

    [LoggerMessage(2009, LogLevel.Information, "Key {Id} was revoked by key {By}")]
    private partial void LogRevoked(string id, string by);

    [LoggerMessage(2010, LogLevel.Information, "Key {Id} of {Newsroom} with scope {Scope} was used at this hub for the first time since its start")]
    private partial void LogFirstUse(string id, string newsroom, string scope);

    [LoggerMessage(2011, LogLevel.Warning, "{Count} requests had a key that is not known; further ones are counted for a minute before they are logged")]
    private partial void LogRejected(long count);
}
