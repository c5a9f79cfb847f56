using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NewsHub.Gateway.Reads;
using NewsHub.Tests.Trending;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Fairness;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Gateway.Reads;

[Collection(OnTrendingCluster.Name)]
public sealed class ReadBatcherTests(TrendingCluster hub)
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    [Fact]
    public async Task Many_reads_of_an_article_reach_its_counter_and_its_numbers_come_back()
    {
        await hub.Publish("batched", "batches");
        using var batcher = Batcher();
        var told = new ConcurrentQueue<Counts>();
        batcher.Counted += told.Enqueue;
        await batcher.StartAsync(CancellationToken.None);

        for (var n = 0; n < 1_000; n++) batcher.Count("batched", Visitor((ulong)n % 100));

        await Eventually.Is(() => hub.Counter("batched").Get(), counts => counts is { Reads: 1_000, Readers: 100 });
        await Eventually.Is(() => Task.FromResult(told.LastOrDefault()), counts => counts is { ArticleId: "batched", Reads: 1_000 });
        Assert.True(told.Count < 100);
        await batcher.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_batch_whose_answer_is_lost_is_sent_again_and_counted_once()
    {
        await hub.Publish("lost-answer", "lost-answers");
        hub.LostAnswers.Of("lost-answer", 2);
        using var batcher = Batcher();
        var told = new TaskCompletionSource<Counts>();
        batcher.Counted += counts => told.TrySetResult(counts);
        await batcher.StartAsync(CancellationToken.None);

        batcher.Count("lost-answer", Visitor(1));

        Assert.Equal(1, (await told.Task.WaitAsync(TimeSpan.FromSeconds(20))).Reads);
        batcher.Count("lost-answer", Visitor(2));
        await batcher.StopAsync(CancellationToken.None);
        Assert.Equal(2, (await hub.Counter("lost-answer").Get())!.Reads);
    }

    [Fact]
    public async Task What_was_counted_before_the_stop_is_sent()
    {
        await hub.Publish("stopping", "stops");
        using var batcher = Batcher();
        await batcher.StartAsync(CancellationToken.None);
        batcher.Count("stopping", Visitor(1));

        await batcher.StopAsync(CancellationToken.None);

        Assert.Equal(1, (await hub.Counter("stopping").Get())!.Reads);
    }

    [Fact]
    public async Task Reads_of_unknown_articles_come_to_nothing()
    {
        using var batcher = Batcher();
        var told = new ConcurrentQueue<Counts>();
        batcher.Counted += told.Enqueue;
        await batcher.StartAsync(CancellationToken.None);
        batcher.Count("nowhere", Visitor(1));

        await batcher.StopAsync(CancellationToken.None);

        Assert.Empty(told);
        Assert.Null(await hub.Counter("nowhere").Get());
    }

    private static ReaderIdentity Visitor(ulong reader) => new(reader, reader, default, IsBot: false);

    private static WallClock Clock => new(TimeProvider.System);

    private ReadBatcher Batcher() => new(
        hub.Grains, Seen.Impressions(hub.Grains), new AlsoRead(Clock), Clock, TimeProvider.System,
        new ReadMetrics(_services.GetRequiredService<IMeterFactory>()), NullLogger<ReadBatcher>.Instance);
}
