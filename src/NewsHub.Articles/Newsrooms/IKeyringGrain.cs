using Orleans.Concurrency;

namespace NewsHub.Articles.Newsrooms;

/// <summary>Stores all keys of the hub by the hash of their text. One grain with key 0.</summary>
[Alias("articles.keyring")]
internal interface IKeyringGrain : IGrainWithIntegerKey
{
    /// <summary>Returns the holder of the key with this hash; null when the key is unknown.</summary>
    [AlwaysInterleave, Alias("find")]
    Task<KeyHolder?> Find(string hash);

    [AlwaysInterleave, Alias("list")]
    Task<IReadOnlyList<KeyHolder>> List();

    /// <summary>Adds a key, replacing the key with the same id. Returns false when the keyring is full.</summary>
    [Alias("add")]
    Task<bool> Add(string hash, KeyHolder holder);

    /// <summary>Revokes a key, unless it is the last one with the scope <c>admin</c>.</summary>
    [Alias("tryRevoke")]
    Task<RevokeOutcome> TryRevoke(string id);

    /// <summary>True if a key with this hash and the scope <c>admin</c> was revoked: it must not come back at the next start.</summary>
    [AlwaysInterleave, Alias("isRevoked")]
    Task<bool> IsRevoked(string hash);

    /// <summary>Revokes a key of any kind. Returns false when there is no key with this id.</summary>
    [Alias("revoke")]
    Task<bool> Revoke(string id);
}
