using Microsoft.Extensions.DependencyInjection;
using NewsHub.Articles;
using NewsHub.Articles.Newsrooms;
using NewsHub.Tests.Trending;
using NewsHub.Tests.Wire.Stores;
using NewsHub.Wire;
using NewsHub.Wire.Sqlite;
using Orleans.TestingHost;
using Xunit;

namespace NewsHub.Tests.Articles;

/// <summary>The keyring on storage whose writes fail, wait, or lose their answer, and calls to it that are answered late.</summary>
public sealed class KeyringGrainTests : IAsyncLifetime
{
    private static readonly KeyHolder Harbour = new("harbour-key", "harbour", Scope.Publish, Orders.Noon);
    private static readonly KeyHolder Hills = new("hills-key", "hills", Scope.Publish, Orders.Noon);

    private readonly TemporaryDirectory _directory = new();
    private readonly LateAnswers _late = new();
    private UnreliableStates _states = null!;
    private InProcessTestCluster _cluster = null!;

    private IKeyringGrain Keyring => _cluster.Client.GetGrain<IKeyringGrain>(0);

    public async Task InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) => silo
            .AddIncomingGrainCallFilter(_late)
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
    public async Task A_change_that_was_not_stored_changes_no_answer()
    {
        _states.FailWritesOf("0");

        await Assert.ThrowsAsync<OrleansException>(() => Keyring.Revoke(Harbour.Id));
        await AnswersAsBefore();
        await Assert.ThrowsAsync<OrleansException>(() => Keyring.Add("hills", Hills));
        await AnswersAsBefore();

        _states.BeforeWrite = _ => Task.CompletedTask;
        Assert.True(await Keyring.Add("hills", Hills));
        Assert.True(await Keyring.Revoke(Harbour.Id));
        Assert.Equal((null, Hills), (await Keyring.Find("harbour"), await Keyring.Find("hills")));
    }

    [Fact]
    public async Task A_change_shows_once_it_is_stored()
    {
        var before = await Keyring.List();
        foreach (var (change, after) in new (Func<Task<bool>>, KeyHolder?)[] { (() => Keyring.Add("hills", Hills), Hills), (() => Keyring.Revoke(Hills.Id), null) })
        {
            var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
            _states.BeforeWrite = _ =>
            {
                reached.SetResult();
                return goOn.Task;
            };
            var found = await Keyring.Find("hills");
            var changing = change();
            await reached.Task;

            Assert.Equal(found, await Keyring.Find("hills"));
            Assert.Equal(found is not null, (await Keyring.List()).Contains(Hills));

            goOn.SetResult();
            Assert.True(await changing);
            Assert.Equal(after, await Keyring.Find("hills"));
        }

        Assert.Equal(before, await Keyring.List());
    }

    [Fact]
    public async Task A_change_that_was_stored_without_an_answer_is_read_again()
    {
        _states.AfterWrite = _ => throw new IOException("The answer was lost.");

        await Assert.ThrowsAsync<OrleansException>(() => Keyring.Revoke(Harbour.Id));

        await Eventually.Is(() => Keyring.Find("harbour"), found => found is null);
        Assert.False(await Keyring.Revoke(Harbour.Id));
    }

    [Fact]
    public async Task A_key_takes_the_place_of_the_one_with_its_id_in_one_write()
    {
        var writes = _states.CountWritesOf("0");

        Assert.True(await Keyring.Add("harbour-again", Harbour));

        Assert.Equal((1, null, Harbour), (writes(), await Keyring.Find("harbour"), await Keyring.Find("harbour-again")));
    }

    [Fact]
    public async Task An_answer_that_a_revoke_overtakes_is_not_remembered()
    {
        var keys = new KnownKeys(_cluster.Client, TimeProvider.System);
        var (found, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        _late.AfterFind = () =>
        {
            found.TrySetResult();
            return goOn.Task;
        };
        var asking = keys.Find("harbour").AsTask();
        await found.Task;
        _late.AfterFind = () => Task.CompletedTask;

        Assert.True(await keys.Revoke(Harbour.Id));

        goOn.SetResult();
        Assert.Equal(Harbour, await asking); // it was asked before
        Assert.Null(await keys.Find("harbour"));
    }

    private async Task AnswersAsBefore()
    {
        Assert.Equal([Harbour.Id, "admin"], (await Keyring.List()).Select(holder => holder.Id));
        Assert.Equal((Harbour, null), (await Keyring.Find("harbour"), await Keyring.Find("hills")));
    }

    private sealed class LateAnswers : IIncomingGrainCallFilter
    {
        public Func<Task> AfterFind { get; set; } = () => Task.CompletedTask;

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            await context.Invoke();
            if (context.InterfaceMethod?.Name == nameof(IKeyringGrain.Find)) await AfterFind();
        }
    }
}
