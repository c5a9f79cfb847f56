using Orleans.Concurrency;

namespace NewsHub.Articles.Newsrooms;

/// <summary>All keys of the hub, by the hash of their text. One grain, key 0.</summary>
[Alias("articles.keyring")]
public interface IKeyringGrain : IGrainWithIntegerKey
{
    /// <summary>Whose key has this hash; null: nobody's.</summary>
    [AlwaysInterleave, Alias("find")]
    Task<KeyHolder?> Find(string hash);

    [AlwaysInterleave, Alias("list")]
    Task<IReadOnlyList<KeyHolder>> List();

    /// <summary>Adds a key, in the place of the one that has its id. False: the ring is full.</summary>
    [Alias("add")]
    Task<bool> Add(string hash, KeyHolder holder);

    /// <summary>Takes a key away. False: there is none with this id.</summary>
    [Alias("revoke")]
    Task<bool> Revoke(string id);
}
