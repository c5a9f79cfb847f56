using NewsHub.Wire;

namespace NewsHub.Articles.Newsrooms;

/// <summary>The stored keys, by hash.</summary>
[GenerateSerializer, Alias("articles.keyring-state")]
public sealed class Keyring
{
    [Id(0)] public Dictionary<string, KeyHolder> Holders { get; set; } = [];

    /// <summary>Hashes of revoked admin keys, oldest first: at most 100 × 64 bytes = 6 KB. Null: none, as stored by earlier versions.</summary>
    [Id(1)] public IReadOnlyList<string>? Revoked { get; set; }
}

internal sealed class KeyringGrain([PersistentState("keyring", WireSetup.GrainStorage)] IPersistentState<Keyring> keyring) : Grain, IKeyringGrain
{
    /// <summary>1,000 keys × about 200 bytes = 200 KB, written as a whole when a key is created or revoked.</summary>
    internal const int MaxKeys = 1_000;

    private const int MaxRevoked = 100;

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

    public async Task<RevokeOutcome> TryRevoke(string id)
    {
        var (hash, holder) = _holders.FirstOrDefault(pair => pair.Value.Id == id);
        if (holder is null) return RevokeOutcome.NotFound;
        var isAdmin = holder.Scope == Scope.Admin;
        if (isAdmin && _holders.Values.Count(other => other.Scope == Scope.Admin) == 1) return RevokeOutcome.LastAdmin;
        await Store(Without(id), isAdmin ? [.. (keyring.State.Revoked ?? []).TakeLast(MaxRevoked - 1), hash] : null);
        return RevokeOutcome.Revoked;
    }

    public async Task<bool> Revoke(string id)
    {
        var remaining = Without(id);
        if (remaining.Count == _holders.Count) return false;
        await Store(remaining);
        return true;
    }

    public Task<bool> IsRevoked(string hash) => Task.FromResult(keyring.State.Revoked?.Contains(hash) is true);

    private Dictionary<string, KeyHolder> Without(string id) => _holders.Where(pair => pair.Value.Id != id).ToDictionary();

    private async Task Store(Dictionary<string, KeyHolder> holders, IReadOnlyList<string>? revoked = null)
    {
        keyring.State = new Keyring { Holders = holders, Revoked = revoked ?? keyring.State.Revoked };
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
