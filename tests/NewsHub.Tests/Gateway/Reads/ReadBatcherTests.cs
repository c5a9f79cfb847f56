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

[Collection(SharedTrendingCluster.Name)]
public sealed class ReadBatcherTests(TrendingCluster hub)
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    [Fact]
    public async Task Many_reads_reach_the_counter_in_few_batches_and_its_counts_are_returned()
    {
        await hub.Publish("batched", "batches");
        using var batcher = Batcher();
        var answers = new ConcurrentQueue<Counts>();
        batcher.Counted += answers.Enqueue;
        await batcher.StartAsync(CancellationToken.None);

        for (var n = 0; n < 1_000; n++) batcher.Count("batched", Reader((ulong)n % 100));

        await Eventually.Is(() => hub.Counter("batched").Get(), counts => counts is { Reads: 1_000, Readers: 100 });
        await Eventually.Is(() => Task.FromResult(answers.LastOrDefault()), counts => counts is { ArticleId: "batched", Reads: 1_000 });
        Assert.True(answers.Count < 100);
        await batcher.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_batch_whose_answer_is_lost_is_retried_and_counted_once()
    {
        await hub.Publish("lost-answer", "lost-answers");
        hub.LostAnswers.Of("lost-answer", 2);
        using var batcher = Batcher();
        var answers = new TaskCompletionSource<Counts>();
        batcher.Counted += counts => answers.TrySetResult(counts);
        await batcher.StartAsync(CancellationToken.None);

        batcher.Count("lost-answer", Reader(1));

        Assert.Equal(1, (await answers.Task.WaitAsync(TimeSpan.FromSeconds(20))).Reads);
        batcher.Count("lost-answer", Reader(2));
        await batcher.StopAsync(CancellationToken.None);
        Assert.Equal(2, (await hub.Counter("lost-answer").Get())!.Reads);
    }

    [Fact]
    public async Task Reads_of_two_gateways_in_processes_of_one_number_are_all_counted()
    {
        await hub.Publish("two-gateways", "gateways");
        using var one = Batcher();
        using var other = Batcher(); // like a hub in another container, whose process has the same number
        foreach (var (batcher, reader) in new[] { (one, 1UL), (other, 2UL) })
        {
            await batcher.StartAsync(CancellationToken.None);
            batcher.Count("two-gateways", Reader(reader));
            await batcher.StopAsync(CancellationToken.None);
        }

        Assert.Equal(2, (await hub.Counter("two-gateways").Get())!.Reads);
    }

    [Fact]
    public async Task Reads_counted_before_StopAsync_are_sent()
    {
        await hub.Publish("stopping", "stops");
        using var batcher = Batcher();
        await batcher.StartAsync(CancellationToken.None);
        batcher.Count("stopping", Reader(1));

        await batcher.StopAsync(CancellationToken.None);

        Assert.Equal(1, (await hub.Counter("stopping").Get())!.Reads);
    }

    [Fact]
    public async Task Reads_of_unknown_articles_are_not_counted()
    {
        using var batcher = Batcher();
        var answers = new ConcurrentQueue<Counts>();
        batcher.Counted += answers.Enqueue;
        await batcher.StartAsync(CancellationToken.None);
        batcher.Count("nowhere", Reader(1));

        await batcher.StopAsync(CancellationToken.None);

        Assert.Empty(answers);
        Assert.Null(await hub.Counter("nowhere").Get());
    }

    private static ReaderIdentity Reader(ulong reader) => new(reader, reader, default, IsBot: false);

    private static WallClock Clock => new(TimeProvider.System);

    private ReadBatcher Batcher() => new(
        hub.Grains, TestImpressions.Create(hub.Grains, hub.Store), new AlsoRead(Clock), Clock, TimeProvider.System,
        new ReadMetrics(_services.GetRequiredService<IMeterFactory>()), NullLogger<ReadBatcher>.Instance);
}
