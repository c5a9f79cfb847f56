using NewsHub.Articles.Newsrooms;
using NewsHub.Tests.Trending;
using Xunit;

namespace NewsHub.Tests.Articles;

[Collection(OnOneCluster.Name)]
public sealed class KnownKeysTests(HubCluster hub)
{
    [Fact]
    public async Task A_key_that_one_hub_revokes_opens_none_soon()
    {
        using var here = new KnownKeys(hub.Grains);
        using var elsewhere = new KnownKeys(hub.Grains);
        var holder = new KeyHolder("passing-key", "passing", Scope.Publish, Orders.Noon);
        Assert.Null(await here.Find("hash"));
        Assert.True(await hub.Grains.GetGrain<IKeyringGrain>(0).Add("hash", holder));
        Assert.Equal(holder, await here.Find("hash"));
        Assert.Equal(holder, await elsewhere.Find("hash"));

        Assert.True(await here.Revoke(holder.Id));

        Assert.Null(await here.Find("hash"));
        await Eventually.Is(() => elsewhere.Find("hash").AsTask(), found => found is null);
        Assert.False(await here.Revoke(holder.Id));
    }
}
