using NewsHub.Articles.Newsrooms;
using Xunit;

namespace NewsHub.Tests.Articles;

[Collection(OnOneCluster.Name)]
[Trait("Category", "Slow")]
public sealed class KeyCacheTests(HubCluster hub)
{
    private readonly KeyCache _local = new(hub.Grains, TimeProvider.System);
    private readonly KeyCache _remote = new(hub.Grains, TimeProvider.System);

    [Fact]
    public async Task A_revoked_key_is_rejected_by_every_hub_within_seconds()
    {
        var holder = new KeyHolder("passing-key", "passing", Scope.Publish, Commands.Noon);
        Assert.Null(await _local.Find("hash"));
        Assert.True(await hub.Grains.GetGrain<IKeyringGrain>(0).Add("hash", holder));
        Assert.Equal(holder, await _local.Find("hash"));
        Assert.Equal(holder, await _remote.Find("hash"));

        Assert.Equal(RevokeOutcome.Revoked, await _local.Revoke(holder.Id));

        Assert.Null(await _local.Find("hash"));
        await Eventually.Is(() => _remote.Find("hash").AsTask(), found => found is null);
        Assert.Equal(RevokeOutcome.NotFound, await _local.Revoke(holder.Id));
    }

    [Fact]
    public async Task Renew_returns_the_current_rights_of_a_key()
    {
        var editor = new KeyHolder("changing-key", "editors", Scope.Edit, Commands.Noon);
        var keyring = hub.Grains.GetGrain<IKeyringGrain>(0);
        Assert.True(await keyring.Add("changing", editor));
        var connected = KeyClaims.PrincipalOf("changing", editor);
        Assert.True(KeyClaims.ActorOf((await _local.Renew(connected))!).MayEditOthers);

        Assert.True(await keyring.Add("changing", editor with { Newsroom = "harbour", Scope = Scope.Publish }));

        var current = await Eventually.Is(() => _local.Renew(connected).AsTask(), user => !KeyClaims.HasScope(user!, Scope.Edit));
        Assert.True(KeyClaims.HasScope(current!, Scope.Publish));
        Assert.Equal(("harbour", false), (KeyClaims.ActorOf(current!).Newsroom, KeyClaims.ActorOf(current!).MayEditOthers));
        Assert.Equal(RevokeOutcome.Revoked, await _local.Revoke(editor.Id));
        Assert.Null(await _local.Renew(connected));
    }
}
