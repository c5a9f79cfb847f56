using NewsHub.Articles.Newsrooms;
using NewsHub.Tests.Trending;
using Xunit;

namespace NewsHub.Tests.Articles;

[Collection(OnOneCluster.Name)]
public sealed class KnownKeysTests(HubCluster hub)
{
    private readonly KnownKeys _here = new(hub.Grains, TimeProvider.System);
    private readonly KnownKeys _elsewhere = new(hub.Grains, TimeProvider.System);

    [Fact]
    public async Task A_key_that_one_hub_revokes_opens_none_soon()
    {
        var holder = new KeyHolder("passing-key", "passing", Scope.Publish, Orders.Noon);
        Assert.Null(await _here.Find("hash"));
        Assert.True(await hub.Grains.GetGrain<IKeyringGrain>(0).Add("hash", holder));
        Assert.Equal(holder, await _here.Find("hash"));
        Assert.Equal(holder, await _elsewhere.Find("hash"));

        Assert.True(await _here.Revoke(holder.Id));

        Assert.Null(await _here.Find("hash"));
        await Eventually.Is(() => _elsewhere.Find("hash").AsTask(), found => found is null);
        Assert.False(await _here.Revoke(holder.Id));
    }

    [Fact]
    public async Task A_connection_acts_with_the_rights_that_its_key_has_today()
    {
        var editor = new KeyHolder("changing-key", "editors", Scope.Edit, Orders.Noon);
        var keyring = hub.Grains.GetGrain<IKeyringGrain>(0);
        Assert.True(await keyring.Add("changing", editor));
        var connected = KeyClaims.PrincipalOf("changing", editor);
        Assert.True(KeyClaims.ActorOf((await _here.Renew(connected))!).MayEditOthers);

        Assert.True(await keyring.Add("changing", editor with { Newsroom = "harbour", Scope = Scope.Publish }));

        var today = await Eventually.Is(() => _here.Renew(connected).AsTask(), user => !KeyClaims.May(user!, Scope.Edit));
        Assert.True(KeyClaims.May(today!, Scope.Publish));
        Assert.Equal(("harbour", false), (KeyClaims.ActorOf(today!).Newsroom, KeyClaims.ActorOf(today!).MayEditOthers));
        Assert.True(await _here.Revoke(editor.Id));
        Assert.Null(await _here.Renew(connected));
    }
}
