using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NewsHub.Wire;

namespace NewsHub.Articles.Newsrooms;

/// <summary>
/// Sees to it that somebody can do everything: the key from the configuration, or one that the first start draws and leaves in
/// <c>admin.key</c> in the data directory for the owner's eyes only.
/// </summary>
internal sealed partial class AdminKey(
    IGrainFactory grains, IOptions<ArticlesOptions> options, AdminKeyFile file, WallClock clock, TimeProvider time, ILogger<AdminKey> logger) : IHostedService
{
    private const string FromConfiguration = "admin-configured";
    private const string FromFile = "admin";

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Tries until it is done: around the death of a silo nobody may know where the keys are.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (!await TryEnsureKey(cancellationToken)) await Task.Delay(PauseAfterFailure, time, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> TryEnsureKey(CancellationToken stopping)
    {
        try
        {
            await EnsureKey(stopping);
            return true;
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException or StoreUnreachableException or StoreBusyException)
        {
            LogKeysNotReached(failure);
            return false;
        }
    }

    private async Task EnsureKey(CancellationToken stopping)
    {
        var keyring = grains.GetGrain<IKeyringGrain>(0);
        if (options.Value.AdminKey is { Length: > 0 } configured)
        {
            await Set(keyring, FromConfiguration, configured);
            return;
        }

        // A revoked key must not come back while another rules.
        if ((await keyring.List()).All(holder => holder.Scope != Scope.Admin || holder.Id == FromConfiguration))
        {
            await Set(keyring, FromFile, await file.ReadOrCreate(stopping));
            LogAdminKeyReady(file.Path);
        }

        await keyring.Revoke(FromConfiguration); // what is no longer configured no longer opens anything
    }

    private async Task Set(IKeyringGrain keyring, string id, string key)
    {
        var hash = Key.Hash(key);
        if ((await keyring.Find(hash))?.Id == id) return;
        if (!await keyring.Add(hash, new KeyHolder(id, "newsroom", Scope.Admin, clock.Now))) LogAdminKeyNotStored(KeyringGrain.MaxKeys);
    }

    [LoggerMessage(2003, LogLevel.Information, "The admin key is in {Path}")]
    private partial void LogAdminKeyReady(string path);

    [LoggerMessage(2004, LogLevel.Error, "The admin key opens nothing: the hub has {MaxKeys} keys and takes no more. Revoke one and start again.")]
    private partial void LogAdminKeyNotStored(int maxKeys);

    [LoggerMessage(2005, LogLevel.Warning, "The keys were not reached; trying again")]
    private partial void LogKeysNotReached(Exception failure);
}
