using Microsoft.Extensions.DependencyInjection;
using NewsHub.Articles;
using NewsHub.Articles.Drafts;
using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;
using Orleans.TestingHost;

namespace NewsHub.Benchmarks;

/// <summary>Measures publishing through a local grain. Each call creates a new article and therefore a new activation.</summary>
internal static class GrainBenchmark
{
    private static readonly Draft Draft = new() { Headline = "A headline of the usual length", Section = "world", Status = DraftStatus.Published };

    public static async Task Run()
    {
        var directory = Directory.CreateTempSubdirectory("newshub-bench-");
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) => silo.Services.AddSqliteWire(directory.FullName));
        await using (var cluster = builder.Build())
        {
            await cluster.DeployAsync();
            var grains = cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>();
            var command = new Create(Draft) { Actor = new Actor("bench", true) };
            foreach (var callers in (int[])[1, 64])
                await Callers.Measure("publish through a local grain", callers, () => Publish(grains, command));
        }

        directory.Delete(recursive: true);
    }

    private static async Task Publish(IGrainFactory grains, ArticleCommand command)
    {
        var outcome = await grains.GetGrain<IArticleGrain>(ArticleId.New(TimeProvider.System.GetUtcNow())).Do(command);
        if (outcome is not CommandOutcome.Done) throw new InvalidOperationException($"Not published: {outcome}");
    }
}
