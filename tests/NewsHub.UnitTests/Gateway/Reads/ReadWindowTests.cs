using NewsHub.Gateway.Reads;
using NewsHub.Trending.Fairness;
using Xunit;

namespace NewsHub.Tests.Gateway.Reads;

public sealed class ReadWindowTests
{
    [Fact]
    public void Reads_are_counted_per_article_with_their_distinct_readers()
    {
        var window = new ReadWindow();
        foreach (var reader in new ulong[] { 1, 2, 1 }) window.TryCount("a", Reader(reader));
        window.TryCount("b", Reader(1));

        var taken = window.Take(_ => false).ToDictionary(tally => tally.ArticleId);

        Assert.Equal((3, 2), (taken["a"].Reads, taken["a"].Readers.Count));
        Assert.Equal((1, 1), (taken["b"].Reads, taken["b"].Readers.Count));
        Assert.Empty(window.Take(_ => false));
    }

    [Fact]
    public void Articles_kept_by_Take_continue_counting()
    {
        var window = new ReadWindow();
        window.TryCount("a", Reader(1));
        Assert.Empty(window.Take(id => id == "a"));
        window.TryCount("a", Reader(2));

        Assert.Equal(2, Assert.Single(window.Take(_ => false)).Reads);
    }

    [Fact]
    public void Above_the_limits_articles_are_refused_and_readers_are_not_counted()
    {
        var window = new ReadWindow(stripes: 1);
        for (var n = 0; n <= ReadWindow.MaxReadersPerArticle; n++) window.TryCount("a", Reader((ulong)n));
        for (var n = 1; n < ReadWindow.MaxArticles; n++) Assert.True(window.TryCount($"a{n}", Reader(1)));

        Assert.False(window.TryCount("one too many", Reader(1)));
        Assert.True(window.TryCount("a", Reader(1)));
        var tally = window.Take(_ => false).Single(tally => tally.ArticleId == "a");
        Assert.Equal((ReadWindow.MaxReadersPerArticle + 2, ReadWindow.MaxReadersPerArticle), (tally.Reads, tally.Readers.Count));
    }

    [Fact]
    public void Readers_are_bounded_over_all_articles()
    {
        var window = new ReadWindow(stripes: 1);
        for (var article = 0; article < 30; article++)
            for (var reader = 0; reader < ReadWindow.MaxReadersPerArticle; reader++) window.TryCount($"a{article}", Reader((ulong)reader));

        Assert.Equal(ReadWindow.MaxReaders, window.Take(_ => false).Sum(tally => tally.Readers.Count));
    }

    [Fact]
    public async Task No_read_is_lost_or_counted_twice_during_concurrent_Take()
    {
        var window = new ReadWindow();
        var counting = Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var n = 0; n < 5_000; n++) window.TryCount($"a{n % 7}", Reader((ulong)thread));
        })));

        var reads = 0L;
        while (!counting.IsCompleted) reads += window.Take(_ => false).Sum(tally => tally.Reads);
        await counting;
        reads += window.Take(_ => false).Sum(tally => tally.Reads);

        Assert.Equal(20_000, reads);
    }

    [Fact]
    public void A_reader_counted_on_several_processors_counts_once()
    {
        var window = new ReadWindow(stripes: 4);
        var threads = Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            for (var n = 0; n < 10_000; n++) window.TryCount("a", Reader((ulong)(n % 100)));
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();

        var tally = Assert.Single(window.Take(_ => false));

        Assert.Equal((80_000, 100), (tally.Reads, tally.Readers.Count));
    }

    [Fact]
    public void Bots_are_counted_separately()
    {
        var window = new ReadWindow();
        window.TryCount("a", Reader(1));
        window.TryCount("a", Reader(2) with { IsBot = true });

        var tally = Assert.Single(window.Take(_ => false));

        Assert.Equal((1, 1, 1), (tally.Reads, tally.Bots, tally.Readers.Count));
    }

    [Fact]
    public void Counting_into_returned_tallies_allocates_nothing()
    {
        var window = new ReadWindow(stripes: 1);
        var ids = Enumerable.Range(0, 100).Select(n => $"a{n}").ToArray();
        Fill();
        foreach (var tally in window.Take(_ => false)) tally.Return();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Fill();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Fill()
        {
            for (var n = 0; n < 10_000; n++) window.TryCount(ids[n % ids.Length], Reader((ulong)n));
        }
    }

    private static ReaderIdentity Reader(ulong reader) => new(reader, reader, default, IsBot: false);
}
