using NewsHub.Articles;
using NewsHub.Articles.Newsrooms;
using NewsHub.Tests.Wire.Stores;
using NewsHub.Wire;
using Orleans.Storage;
using Xunit;

namespace NewsHub.Tests.Wire;

/// <summary>What is asked of grain storage, whatever the database.</summary>
public abstract class GrainStorageTests : IAsyncLifetime
{
    private static readonly GrainId One = GrainId.Create("keyring", "cafe");
    private static readonly GrainId Other = GrainId.Create("ledger", "cafe");

    private IStores? _stores;

    private GrainStateStorage Storage => new(_stores!.States, [ArticleJson.Default]);

    public async Task InitializeAsync() => _stores = await OpenStores();

    public async Task DisposeAsync()
    {
        if (_stores is not null) await _stores.DisposeAsync();
    }

    [SkippableFact]
    public async Task What_was_written_is_read_by_the_same_grain_and_by_no_other()
    {
        await Storage.WriteStateAsync("keyring", One, Holding("a"));

        Assert.Equal(["a"], (await Read(One)).State!.Holders.Keys);
        Assert.False((await Read(Other)).RecordExists);
        Assert.False((await Read(GrainId.Create("keyring", "CAFE"))).RecordExists);
        Assert.False((await Read(One, "another")).RecordExists);
    }

    [SkippableFact]
    public async Task Of_two_first_writes_one_is_refused()
    {
        await Storage.WriteStateAsync("keyring", One, Holding("a"));

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("keyring", One, Holding("b")));
        Assert.Equal(["a"], (await Read(One)).State!.Holders.Keys);
    }

    [SkippableFact]
    public async Task A_write_over_a_newer_state_is_refused_and_the_newer_one_goes_on()
    {
        var mine = Holding("a");
        await Storage.WriteStateAsync("keyring", One, mine);
        var stale = await Read(One);
        await Storage.WriteStateAsync("keyring", One, mine);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("keyring", One, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync("keyring", One, stale));
        await Storage.WriteStateAsync("keyring", One, mine);
    }

    [SkippableFact]
    public async Task A_state_that_was_cleared_is_gone_and_can_be_written_again()
    {
        var state = Holding("a");
        await Storage.WriteStateAsync("keyring", One, state);

        await Storage.ClearStateAsync("keyring", One, state);
        Assert.False(state.RecordExists);
        Assert.Empty(state.State!.Holders);
        Assert.False((await Read(One)).RecordExists);

        state.State = Holding("b").State;
        await Storage.WriteStateAsync("keyring", One, state);
        Assert.Equal(["b"], (await Read(One)).State!.Holders.Keys);
    }

    private protected abstract Task<IStores> OpenStores();

    private async Task<GrainState<Keyring>> Read(GrainId grain, string name = "keyring")
    {
        var state = new GrainState<Keyring>(new Keyring());
        await Storage.ReadStateAsync(name, grain, state);
        return state;
    }

    private static GrainState<Keyring> Holding(string hash) =>
        new(new Keyring { Holders = { [hash] = new KeyHolder(hash, "harbour", Scope.Publish, Commits.Noon) } });
}
