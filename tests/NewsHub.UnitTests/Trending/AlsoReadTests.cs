using Microsoft.Extensions.Time.Testing;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Fairness;
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
        Read("ferry", 1, 2, 3, 4);
        Read("garden", 1, 2, 3);
        Read("bridge", 4, 3, 2, 1, 9);
        Read("elsewhere", 5, 6, 7, 8);
        Assert.Equal(["bridge", "garden"], _alsoRead.Of("ferry"));
    }

    [Fact]
    public void An_article_with_too_few_shared_readers_is_not_listed_even_after_repeated_reads()
    {
        Read("ferry", 1, 2, 3);
        for (var again = 0; again < 5; again++) Read("garden", 1, 2);
        Assert.Empty(_alsoRead.Of("ferry"));
    }

    [Fact]
    public void All_data_is_cleared_at_midnight()
    {
        Read("ferry", 1, 2, 3);
        Read("garden", 1, 2, 3);
        _time.Advance(TimeSpan.FromHours(12));
        Assert.Empty(_alsoRead.Of("ferry"));
    }

    [Fact]
    public void The_oldest_articles_of_a_reader_are_evicted()
    {
        Read("first", 1, 2, 3);
        for (var i = 0; i < AlsoRead.ArticlesPerReader; i++) Read($"later-{i}", 1, 2, 3);
        Assert.DoesNotContain("first", _alsoRead.Of("later-0"));
        Assert.Equal(AlsoRead.ArticlesPerReader - 1, _alsoRead.Of("later-0").Count);
    }

    [Fact]
    public void The_oldest_readers_are_evicted()
    {
        Read("ferry", 1, 2, 3);
        Read("garden", 1, 2, 3);
        for (var reader = 10UL; reader < 10 + AlsoRead.MaxReaders; reader++) Read("bridge", reader);
        Assert.Empty(_alsoRead.Of("ferry"));
    }

    [Fact]
    public void Readers_who_are_not_known_are_not_used()
    {
        foreach (var article in new[] { "ferry", "garden" }) Read(article, (1, 10, true), (2, 20, true), (3, 30, false), (4, 40, false));
        Assert.Empty(_alsoRead.Of("ferry"));
    }

    [Theory]
    [InlineData(500, 0u)] // a network
    [InlineData(256, 9_000u)] // the networks of a provider
    public void One_machine_with_many_known_readers_adds_nothing_and_keeps_what_others_read(int readers, uint provider)
    {
        foreach (var article in new[] { "ferry", "garden" }) Read(article, (1, 10, true), (2, 20, true), (3, 30, true));

        foreach (var article in new[] { "ferry", "scam" })
            _alsoRead.AddReads(article, Enumerable.Range(0, readers).Select(n =>
                KeyValuePair.Create(1_000 + (ulong)n, Origin.Of(provider == 0 ? 77 : 100 + (uint)n, agent: 1, isKnown: true, provider))));

        Assert.Equal(["garden"], _alsoRead.Of("ferry"));
    }

    /// <summary>Known readers, each in a network of its own.</summary>
    private void Read(string article, params ulong[] readers) =>
        Read(article, [.. readers.Select(reader => (reader, (uint)(reader % UsualReaders.Prefixes) + 1, true))]);

    private void Read(string article, params (ulong Reader, uint Network, bool IsKnown)[] readers) =>
        _alsoRead.AddReads(article, readers.Select(reader => KeyValuePair.Create(reader.Reader, Origin.Of(reader.Network, agent: 1, reader.IsKnown))));
}
