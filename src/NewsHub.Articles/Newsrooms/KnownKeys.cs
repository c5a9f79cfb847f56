using System.Collections.Concurrent;
using System.Security.Claims;

namespace NewsHub.Articles.Newsrooms;

/// <summary>
/// The keys that were used at this hub in the last second, so that not every command of a newsroom asks the one keyring of the cluster. Keys
/// that are not known are always asked for.
/// </summary>
public sealed class KnownKeys(IGrainFactory grains, TimeProvider time)
{
    /// <summary>How long a key that another hub revoked may still open this one, counted from the moment the keyring was asked.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    /// <summary>As many as there can be, and those that other hubs have revoked since: 1,000 × about 500 bytes = 0.5 MB.</summary>
    private volatile ConcurrentDictionary<string, Answer> _known = New();

    private IKeyringGrain? _keyring;

    private IKeyringGrain Keyring => _keyring ??= grains.GetGrain<IKeyringGrain>(0);

    /// <summary>Whose key has this hash; null: nobody's.</summary>
    public async ValueTask<KeyHolder?> Find(string hash)
    {
        var known = _known; // an answer that a revoke overtakes goes into the cache that the revoke has dropped
        var askedAt = time.GetTimestamp();
        if (known.TryGetValue(hash, out var answer) && time.GetElapsedTime(answer.AskedAt, askedAt) < Lifetime) return answer.Holder;
        if (await Keyring.Find(hash) is not { } holder)
        {
            known.TryRemove(hash, out _);
            return null;
        }

        known[hash] = new Answer(holder, askedAt);
        if (known.Count > KeyringGrain.MaxKeys) _known = New();
        return holder;
    }

    /// <summary>The user with the rights that their key has now; null: they came without a key, or it is gone.</summary>
    public async ValueTask<ClaimsPrincipal?> Renew(ClaimsPrincipal user) =>
        KeyClaims.HashOf(user) is { } hash && await Find(hash) is { } holder ? KeyClaims.PrincipalOf(hash, holder) : null;

    /// <summary>Takes a key away. False: there is none with this id.</summary>
    public async Task<bool> Revoke(string id)
    {
        try
        {
            return await Keyring.Revoke(id);
        }
        finally
        {
            _known = New(); // after a failure too: the key may be gone
        }
    }

    private static ConcurrentDictionary<string, Answer> New() => new(StringComparer.Ordinal);

    private readonly record struct Answer(KeyHolder Holder, long AskedAt);
}
