using Microsoft.Extensions.Options;
using NewsHub.Gateway;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.FanOut;
using NewsHub.Gateway.Polling;
using NewsHub.Tests.Wire;
using NewsHub.Tests.Wire.Stores;
using Xunit;

namespace NewsHub.Tests.Gateway.FanOut;

public sealed class CatchUpTests : IAsyncLifetime
{
    private const int InLog = 60;

    private readonly SqliteStores _stores = new();
    private readonly SubscriptionRegistry _registry = new();
    private readonly CatchUpTurns _turns = new(TimeProvider.System);

    public async Task InitializeAsync()
    {
        for (var n = 1; n <= InLog; n++) await _stores.Wire.Commit(Commits.Publish($"a{n}"));
        _registry.Start(InLog); // nothing of it is in memory
    }

    public async Task DisposeAsync()
    {
        _turns.Dispose();
        await _stores.DisposeAsync();
    }

    [Fact]
    public async Task Page_from_the_log_is_read_at_once_and_counted_as_a_read_for_a_connection()
    {
        using var recorded = new RecordedMetrics(_stores.Metrics);

        var page = await Read("news", max: 50);

        Assert.Equal(Enumerable.Range(1, 50).Select(n => (long)n), page.Entries.Select(entry => entry.Seq));
        Assert.Equal(50, page.Position);
        Assert.Equal(1, recorded["newshub.wire.catch_up.reads reader=connection"]);
    }

    [Fact]
    public async Task Entry_of_a_rare_topic_is_found_behind_many_others()
    {
        var page = await Read($"article/a{InLog}", max: 2);

        Assert.Equal([$"a{InLog}"], page.Entries.Select(entry => entry.Article.Id));
        Assert.Equal(InLog, page.Position);
    }

    private Task<CatchUp.Page> Read(string topic, int max)
    {
        var budget = new ReplayBudget(Options.Create(new LiveOptions()), TimeProvider.System);
        var catchUp = new CatchUp(_registry, _stores.Wire, budget, _turns, _stores.Metrics);
        return catchUp.ReadPage(new Connection(new PollSignal(), null), [topic], 0, max, CancellationToken.None);
    }
}
