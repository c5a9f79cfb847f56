using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NewsHub.Wire;

namespace NewsHub.Articles.Newsrooms;

/// <summary>
/// Ensures at startup that a key with the scope <c>admin</c> exists: the configured one, or one that the first start generates and writes
/// to <c>admin.key</c> in the data directory, readable only by its owner.
/// </summary>
internal sealed partial class AdminKey(
    IGrainFactory grains, IOptions<ArticlesOptions> options, AdminKeyFile file, WallClock clock, TimeProvider time, ILogger<AdminKey> logger) : IHostedService
{
    private const string FromConfiguration = "admin-configured";
    private const string FromFile = "admin";

    private readonly Retry _retry = new(time);

    /// <summary>Retries until the key is stored: the keyring can be unreachable around the failure of a silo.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => _retry.UntilDone(EnsureKey, IsUnreachable, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private bool IsUnreachable(Exception failure)
    {
        if (failure is not (TimeoutException or OrleansException or StoreUnreachableException or StoreBusyException)) return false;
        LogKeysNotReached(failure);
        return true;
    }

    private async Task EnsureKey(CancellationToken stopping)
    {
        var keyring = grains.GetGrain<IKeyringGrain>(0);
        if (options.Value.AdminKey is { Length: > 0 } configured && !await keyring.IsRevoked(Key.Hash(configured)))
        {
            await Set(keyring, FromConfiguration, configured);
            return;
        }

        if (options.Value.AdminKey is { Length: > 0 }) LogConfiguredKeyRevoked();

        // Store the key from the file only when no other admin key exists: a revoked key must not become valid again.
        if ((await keyring.List()).All(holder => holder.Scope != Scope.Admin || holder.Id == FromConfiguration))
        {
            if (await keyring.IsRevoked(Key.Hash(await file.ReadOrCreate(stopping)))) file.Delete();
            await Set(keyring, FromFile, await file.ReadOrCreate(stopping));
            LogAdminKeyReady(file.Path);
        }

        await keyring.Revoke(FromConfiguration); // the key is no longer configured
    }

    private async Task Set(IKeyringGrain keyring, string id, string key)
    {
        var hash = Key.Hash(key);
        if ((await keyring.Find(hash))?.Id == id) return;
        if (!await keyring.Add(hash, new KeyHolder(id, "newsroom", Scope.Admin, clock.Now))) LogAdminKeyNotStored(KeyringGrain.MaxKeys);
    }

    [LoggerMessage(2003, LogLevel.Information, "The admin key is in {Path}")]
    private partial void LogAdminKeyReady(string path);

    [LoggerMessage(2004, LogLevel.Error, "The admin key was not stored: the hub already has the maximum of {MaxKeys} keys. Revoke a key and restart the hub.")]
    private partial void LogAdminKeyNotStored(int maxKeys);

    [LoggerMessage(2012, LogLevel.Error, "The configured admin key was revoked and is not accepted. Configure another one.")]
    private partial void LogConfiguredKeyRevoked();

    [LoggerMessage(2005, LogLevel.Warning, "Failed to reach the keyring; retrying")]
    private partial void LogKeysNotReached(Exception failure);
}
