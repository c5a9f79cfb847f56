using Microsoft.Extensions.Caching.Memory;

namespace NewsHub.Articles.Newsrooms;

/// <summary>
/// The keys that were used at this hub in the last second, so that not every command of a newsroom asks the one keyring of the cluster. Keys
/// that are not known are always asked for.
/// </summary>
internal sealed class KnownKeys(IGrainFactory grains) : IDisposable
{
    /// <summary>How long a key that another hub revoked may still open this one.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    /// <summary>As many as there can be: 1,000 × about 500 bytes = 0.5 MB.</summary>
    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = KeyringGrain.MaxKeys });

    private IKeyringGrain? _keyring;

    private IKeyringGrain Keyring => _keyring ??= grains.GetGrain<IKeyringGrain>(0);

    /// <summary>Whose key has this hash; null: nobody's.</summary>
    public async ValueTask<KeyHolder?> Find(string hash)
    {
        if (_known.TryGetValue(hash, out KeyHolder? known)) return known;
        if (await Keyring.Find(hash) is not { } holder) return null;
        _known.Set(hash, holder, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Lifetime });
        return holder;
    }

    /// <summary>Takes a key away. False: there is none with this id.</summary>
    public async Task<bool> Revoke(string id)
    {
        var isRevoked = await Keyring.Revoke(id);
        _known.Clear();
        return isRevoked;
    }

    public void Dispose() => _known.Dispose();
}
