using NewsHub.Wire;

namespace NewsHub.Articles.Newsrooms;

/// <summary>The keys, by hash, as they are stored.</summary>
[GenerateSerializer, Alias("articles.keyring-state")]
public sealed class Keyring
{
    [Id(0)] public Dictionary<string, KeyHolder> Holders { get; set; } = [];
}

internal sealed class KeyringGrain([PersistentState("keyring", WireSetup.GrainStorage)] IPersistentState<Keyring> keyring) : Grain, IKeyringGrain
{
    /// <summary>1,000 keys × about 200 bytes = 200 KB, written whole when a key is made or revoked.</summary>
    internal const int MaxKeys = 1_000;

    private Dictionary<string, KeyHolder> Holders => keyring.State.Holders;

    public Task<KeyHolder?> Find(string hash) => Task.FromResult(Holders.GetValueOrDefault(hash));

    public Task<IReadOnlyList<KeyHolder>> List() =>
        Task.FromResult<IReadOnlyList<KeyHolder>>(Holders.Values.OrderBy(holder => holder.CreatedAt).ToArray());

    public async Task<bool> Add(string hash, KeyHolder holder)
    {
        if (Holders.Count >= MaxKeys) return false;
        Holders[hash] = holder;
        await keyring.WriteStateAsync();
        return true;
    }

    public async Task<bool> Revoke(string id)
    {
        var hash = Holders.FirstOrDefault(pair => pair.Value.Id == id).Key;
        if (hash is null) return false;
        Holders.Remove(hash);
        await keyring.WriteStateAsync();
        return true;
    }
}
