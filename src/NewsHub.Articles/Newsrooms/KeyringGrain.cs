using NewsHub.Wire;

namespace NewsHub.Articles.Newsrooms;

/// <summary>The stored keys, by hash.</summary>
[GenerateSerializer, Alias("articles.keyring-state")]
public sealed class Keyring
{
    [Id(0)] public Dictionary<string, KeyHolder> Holders { get; set; } = [];
}

internal sealed class KeyringGrain([PersistentState("keyring", WireSetup.GrainStorage)] IPersistentState<Keyring> keyring) : Grain, IKeyringGrain
{
    /// <summary>1,000 keys × about 200 bytes = 200 KB, written as a whole when a key is created or revoked.</summary>
    internal const int MaxKeys = 1_000;

    /// <summary>The keys that calls return. Updated only after a change is stored.</summary>
    private Dictionary<string, KeyHolder> _holders = [];

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _holders = keyring.State.Holders;
        return Task.CompletedTask;
    }

    public Task<KeyHolder?> Find(string hash) => Task.FromResult(_holders.GetValueOrDefault(hash));

    public Task<IReadOnlyList<KeyHolder>> List() =>
        Task.FromResult<IReadOnlyList<KeyHolder>>(_holders.Values.OrderBy(holder => holder.CreatedAt).ToArray());

    public async Task<bool> Add(string hash, KeyHolder holder)
    {
        var holders = Without(holder.Id);
        holders[hash] = holder;
        if (holders.Count > MaxKeys) return false;
        await Store(holders);
        return true;
    }

    public async Task<bool> Revoke(string id)
    {
        var remaining = Without(id);
        if (remaining.Count == _holders.Count) return false;
        await Store(remaining);
        return true;
    }

    private Dictionary<string, KeyHolder> Without(string id) => _holders.Where(pair => pair.Value.Id != id).ToDictionary();

    private async Task Store(Dictionary<string, KeyHolder> holders)
    {
        keyring.State = new Keyring { Holders = holders };
        try
        {
            await keyring.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle(); // the write may have succeeded; the next activation reads the stored state
            throw;
        }

        _holders = holders;
    }
}
