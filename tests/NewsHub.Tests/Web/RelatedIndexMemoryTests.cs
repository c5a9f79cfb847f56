using NewsHub.Web.Related;
using NewsHub.Wire;
using Xunit;
using Xunit.Abstractions;

namespace NewsHub.Tests.Web;

/// <summary>Runs alone, because it measures the heap of the process.</summary>
[CollectionDefinition(nameof(RelatedIndexMemoryTests), DisableParallelization = true)]
[Collection(nameof(RelatedIndexMemoryTests))]
[Trait("Category", "Slow")]
public class RelatedIndexMemoryTests(ITestOutputHelper output)
{
    [Fact]
    public void Twenty_thousand_articles_take_at_most_20_MB()
    {
        var random = new Random(1);
        // Words as in a newspaper: their frequency falls with their rank, and a tenth is new.
        string Word() => random.Next(10) == 0 ? $"name{random.Next(60_000)}" : $"word{(int)Math.Pow(20_000, random.NextDouble())}";
        string Text(int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => Word()));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var index = new RelatedIndex();
        for (var n = 0; n < RelatedIndex.MaxArticles; n++)
        {
            var article = new WireArticle { Id = $"00000000-0000-0000-0000-{n:D12}", Version = 1, Headline = Text(10), Summary = Text(30), Tags = [$"tag{random.Next(500)}"], Url = $"/articles/{n}" };
            index.Set(article, n);
        }

        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal(RelatedIndex.MaxArticles, index.Count);
        Assert.InRange(bytes, 0, 20_000_000);
        output.WriteLine($"{bytes:N0} bytes for {index.Count:N0} articles");
    }
}
