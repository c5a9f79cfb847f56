using Microsoft.Extensions.Time.Testing;
using NewsHub.Trending.Counting;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Trending;

public class AlsoReadTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly AlsoRead _alsoRead;

    public AlsoReadTests() => _alsoRead = new AlsoRead(new WallClock(_time));

    [Fact]
    public void Articles_are_ordered_by_the_number_of_shared_readers()
    {
        _alsoRead.AddReads("ferry", [1, 2, 3, 4]);
        _alsoRead.AddReads("garden", [1, 2, 3]);
        _alsoRead.AddReads("bridge", [4, 3, 2, 1, 9]);
        _alsoRead.AddReads("elsewhere", [5, 6, 7, 8]);
        Assert.Equal(["bridge", "garden"], _alsoRead.Of("ferry"));
    }

    [Fact]
    public void An_article_with_too_few_shared_readers_is_not_listed_even_after_repeated_reads()
    {
        _alsoRead.AddReads("ferry", [1, 2, 3]);
        for (var again = 0; again < 5; again++) _alsoRead.AddReads("garden", [1, 2]);
        Assert.Empty(_alsoRead.Of("ferry"));
    }

    [Fact]
    public void All_data_is_cleared_at_midnight()
    {
        _alsoRead.AddReads("ferry", [1, 2, 3]);
        _alsoRead.AddReads("garden", [1, 2, 3]);
        _time.Advance(TimeSpan.FromHours(12));
        Assert.Empty(_alsoRead.Of("ferry"));
    }

    [Fact]
    public void The_oldest_articles_of_a_reader_are_evicted()
    {
        _alsoRead.AddReads("first", [1, 2, 3]);
        for (var i = 0; i < AlsoRead.ArticlesPerReader; i++) _alsoRead.AddReads($"later-{i}", [1, 2, 3]);
        Assert.DoesNotContain("first", _alsoRead.Of("later-0"));
        Assert.Equal(AlsoRead.ArticlesPerReader - 1, _alsoRead.Of("later-0").Count);
    }

    [Fact]
    public void The_oldest_readers_are_evicted()
    {
        _alsoRead.AddReads("ferry", [1, 2, 3]);
        _alsoRead.AddReads("garden", [1, 2, 3]);
        for (var reader = 10UL; reader < 10 + AlsoRead.MaxReaders; reader++) _alsoRead.AddReads("bridge", [reader]);
        Assert.Empty(_alsoRead.Of("ferry"));
    }
}
