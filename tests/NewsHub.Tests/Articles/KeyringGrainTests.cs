using Microsoft.Extensions.DependencyInjection;
using NewsHub.Articles;
using NewsHub.Articles.Newsrooms;
using NewsHub.Tests.Wire.Stores;
using NewsHub.Wire;
using NewsHub.Wire.Sqlite;
using Orleans.TestingHost;
using Xunit;

namespace NewsHub.Tests.Articles;

/// <summary>Tests the keyring with storage whose writes fail, are delayed or lose their answer, and with delayed grain calls.</summary>
public sealed class KeyringGrainTests : IAsyncLifetime
{
    private static readonly KeyHolder Harbour = new("harbour-key", "harbour", Scope.Publish, Commands.Noon);
    private static readonly KeyHolder Hills = new("hills-key", "hills", Scope.Publish, Commands.Noon);

    private readonly TemporaryDirectory _directory = new();
    private readonly FindInterceptor _interceptor = new();
    private UnreliableStates _states = null!;
    private InProcessTestCluster _cluster = null!;

    private IKeyringGrain Keyring => _cluster.Client.GetGrain<IKeyringGrain>(0);

    public async Task InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) => silo
            .AddIncomingGrainCallFilter(_interceptor)
            .Services.AddSqliteWire(_directory.Path).AddArticles(_directory.Path)
            .AddSingleton<IGrainStates>(services => _states = new UnreliableStates(ActivatorUtilities.CreateInstance<SqliteGrainStates>(services))));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        Assert.True(await Keyring.Add("harbour", Harbour));
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_failed_write_does_not_change_the_keyring()
    {
        _states.FailWritesOf("0");

        await Assert.ThrowsAsync<OrleansException>(() => Keyring.Revoke(Harbour.Id));
        await AssertUnchanged();
        await Assert.ThrowsAsync<OrleansException>(() => Keyring.Add("hills", Hills));
        await AssertUnchanged();

        _states.BeforeWrite = _ => Task.CompletedTask;
        Assert.True(await Keyring.Add("hills", Hills));
        Assert.True(await Keyring.Revoke(Harbour.Id));
        Assert.Equal((null, Hills), (await Keyring.Find("harbour"), await Keyring.Find("hills")));
    }

    [Fact]
    public async Task A_change_is_visible_only_after_it_is_stored()
    {
        var before = await Keyring.List();
        foreach (var (change, after) in new (Func<Task<bool>>, KeyHolder?)[] { (() => Keyring.Add("hills", Hills), Hills), (() => Keyring.Revoke(Hills.Id), null) })
        {
            var (reached, proceed) = (new TaskCompletionSource(), new TaskCompletionSource());
            _states.BeforeWrite = _ =>
            {
                reached.SetResult();
                return proceed.Task;
            };
            var found = await Keyring.Find("hills");
            var pending = change();
            await reached.Task;

            Assert.Equal(found, await Keyring.Find("hills"));
            Assert.Equal(found is not null, (await Keyring.List()).Contains(Hills));

            proceed.SetResult();
            Assert.True(await pending);
            Assert.Equal(after, await Keyring.Find("hills"));
        }

        Assert.Equal(before, await Keyring.List());
    }

    [Fact]
    public async Task The_keyring_reloads_after_a_write_without_an_answer()
    {
        _states.AfterWrite = _ => throw new IOException("The answer was lost.");

        await Assert.ThrowsAsync<OrleansException>(() => Keyring.Revoke(Harbour.Id));

        await Eventually.Is(() => Keyring.Find("harbour"), found => found is null);
        Assert.False(await Keyring.Revoke(Harbour.Id));
    }

    [Fact]
    public async Task Adding_a_key_with_an_existing_id_replaces_it_in_one_write()
    {
        var writes = _states.CountWritesOf("0");

        Assert.True(await Keyring.Add("harbour-again", Harbour));

        Assert.Equal((1, null, Harbour), (writes(), await Keyring.Find("harbour"), await Keyring.Find("harbour-again")));
    }

    [Fact]
    public async Task A_lookup_overtaken_by_a_revoke_is_not_cached()
    {
        var keys = new KeyCache(_cluster.Client, TimeProvider.System);
        var (found, proceed) = (new TaskCompletionSource(), new TaskCompletionSource());
        _interceptor.AfterFind = () =>
        {
            found.TrySetResult();
            return proceed.Task;
        };
        var lookup = keys.Find("harbour").AsTask();
        await found.Task;
        _interceptor.AfterFind = () => Task.CompletedTask;

        Assert.Equal(RevokeOutcome.Revoked, await keys.Revoke(Harbour.Id));

        proceed.SetResult();
        Assert.Equal(Harbour, await lookup); // started before the revoke
        Assert.Null(await keys.Find("harbour"));
    }

    private async Task AssertUnchanged()
    {
        Assert.Equal([Harbour.Id, "admin"], (await Keyring.List()).Select(holder => holder.Id));
        Assert.Equal((Harbour, null), (await Keyring.Find("harbour"), await Keyring.Find("hills")));
    }

    private sealed class FindInterceptor : IIncomingGrainCallFilter
    {
        public Func<Task> AfterFind { get; set; } = () => Task.CompletedTask;

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            await context.Invoke();
            if (context.InterfaceMethod?.Name == nameof(IKeyringGrain.Find)) await AfterFind();
        }
    }
}
