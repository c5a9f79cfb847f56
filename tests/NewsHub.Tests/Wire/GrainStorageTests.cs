using NewsHub.Articles;
using NewsHub.Articles.Newsrooms;
using NewsHub.Tests.Wire.Stores;
using NewsHub.Wire;
using Orleans.Storage;
using Xunit;

namespace NewsHub.Tests.Wire;

/// <summary>Tests of grain storage that run on every database.</summary>
public abstract class GrainStorageTests : StoreTests
{
    private static readonly GrainId Grain = GrainId.Create("keyring", "cafe");
    private static readonly GrainId Another = GrainId.Create("ledger", "cafe");

    private GrainStateStorage Storage => new(Stores.States, [ArticleJson.Default]);

    [SkippableFact]
    public async Task A_written_state_is_read_only_by_the_same_grain_and_name()
    {
        await Storage.WriteStateAsync("keyring", Grain, WithHolder("a"));

        Assert.Equal(["a"], (await Read(Grain)).State!.Holders.Keys);
        Assert.False((await Read(Another)).RecordExists);
        Assert.False((await Read(GrainId.Create("keyring", "CAFE"))).RecordExists);
        Assert.False((await Read(Grain, "another")).RecordExists);
    }

    [SkippableFact]
    public async Task The_second_of_two_first_writes_throws()
    {
        await Storage.WriteStateAsync("keyring", Grain, WithHolder("a"));

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("keyring", Grain, WithHolder("b")));
        Assert.Equal(["a"], (await Read(Grain)).State!.Holders.Keys);
    }

    [SkippableFact]
    public async Task A_write_with_a_stale_etag_throws_and_the_newer_state_can_still_be_written()
    {
        var current = WithHolder("a");
        await Storage.WriteStateAsync("keyring", Grain, current);
        var stale = await Read(Grain);
        await Storage.WriteStateAsync("keyring", Grain, current);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("keyring", Grain, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync("keyring", Grain, stale));
        await Storage.WriteStateAsync("keyring", Grain, current);
    }

    [SkippableFact]
    public async Task A_cleared_state_does_not_exist_and_can_be_written_again()
    {
        var state = WithHolder("a");
        await Storage.WriteStateAsync("keyring", Grain, state);

        await Storage.ClearStateAsync("keyring", Grain, state);
        Assert.False(state.RecordExists);
        Assert.Empty(state.State!.Holders);
        Assert.False((await Read(Grain)).RecordExists);

        state.State = WithHolder("b").State;
        await Storage.WriteStateAsync("keyring", Grain, state);
        Assert.Equal(["b"], (await Read(Grain)).State!.Holders.Keys);
    }

    private async Task<GrainState<Keyring>> Read(GrainId grain, string name = "keyring")
    {
        var state = new GrainState<Keyring>(new Keyring());
        await Storage.ReadStateAsync(name, grain, state);
        return state;
    }

    private static GrainState<Keyring> WithHolder(string hash) =>
        new(new Keyring { Holders = { [hash] = new KeyHolder(hash, "harbour", Scope.Publish, Commits.Noon) } });
}
