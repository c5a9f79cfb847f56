using System.Collections.Concurrent;
using System.Security.Claims;

namespace NewsHub.Articles.Newsrooms;

/// <summary>
/// Caches valid keys on this hub for one second, so that not every request calls the cluster's single keyring grain. Unknown keys are not
/// cached.
/// </summary>
public sealed class KeyCache(IGrainFactory grains, TimeProvider time)
{
    /// <summary>How long this hub accepts a key after another hub has revoked it, measured from the start of the lookup.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    /// <summary>Bounded by the keyring's maximum: 1,000 keys × about 500 bytes = 0.5 MB. Cleared when it grows beyond that.</summary>
    private volatile ConcurrentDictionary<string, CachedKey> _cache = NewCache();

    private IKeyringGrain? _keyring;

    private IKeyringGrain Keyring => _keyring ??= grains.GetGrain<IKeyringGrain>(0);

    /// <summary>Returns the holder of the key with this hash; null when the key is unknown.</summary>
    public async ValueTask<KeyHolder?> Find(string hash)
    {
        var cache = _cache; // a lookup that a revoke overtakes writes to the discarded cache
        var now = time.GetTimestamp();
        if (cache.TryGetValue(hash, out var cached) && time.GetElapsedTime(cached.LookedUpAt, now) < Lifetime) return cached.Holder;
        if (await Keyring.Find(hash) is not { } holder)
        {
            cache.TryRemove(hash, out _);
            return null;
        }

        cache[hash] = new CachedKey(holder, now);
        if (cache.Count > KeyringGrain.MaxKeys) _cache = NewCache();
        return holder;
    }

    /// <summary>Returns the user with the current rights of their key; null when there is no key or it is revoked.</summary>
    public async ValueTask<ClaimsPrincipal?> Renew(ClaimsPrincipal user) =>
        KeyClaims.HashOf(user) is { } hash && await Find(hash) is { } holder ? KeyClaims.PrincipalOf(hash, holder) : null;

    /// <summary>Revokes a key.</summary>
    public async Task<RevokeOutcome> Revoke(string id)
    {
        try
        {
            return await Keyring.TryRevoke(id);
        }
        finally
        {
            _cache = NewCache(); // also after a failure: the key may have been revoked
        }
    }

    private static ConcurrentDictionary<string, CachedKey> NewCache() => new(StringComparer.Ordinal);

    private readonly record struct CachedKey(KeyHolder Holder, long LookedUpAt);
}
