using Microsoft.Extensions.Time.Testing;
using NewsHub.Trending.Counting;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Trending;

public sealed class ClickRatesTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly ClickRates _rates;

    public ClickRatesTests() => _rates = new ClickRates(new WallClock(_time));

    [Fact]
    public void Articles_are_ordered_by_reads_per_impression_and_not_by_reads()
    {
        Show("much-shown", impressions: 1_000, reads: 60);
        Show("liked", impressions: 200, reads: 40);
        Show("ignored", impressions: 300, reads: 0);

        Assert.Equal(["liked", "much-shown", "ignored"], _rates.Best(10));
        Assert.Equal(["liked"], _rates.Best(1));
    }

    [Fact]
    public void One_lucky_read_does_not_bring_an_article_to_the_top()
    {
        Show("liked", impressions: 500, reads: 100);
        Show("ordinary", impressions: 2_000, reads: 100);
        Show("lucky", impressions: 1, reads: 1);

        Assert.Equal(["liked", "lucky", "ordinary"], _rates.Best(10));
    }

    [Fact]
    public void What_was_read_yesterday_weighs_little_today()
    {
        Show("yesterday", impressions: 100, reads: 50);
        Show("other", impressions: 100, reads: 10);
        _time.Advance(TimeSpan.FromHours(30));
        Show("yesterday", impressions: 100, reads: 5);
        Show("other", impressions: 100, reads: 10);

        Assert.Equal("other", _rates.Best(1)[0]);
    }

    [Fact]
    public void A_read_without_an_impression_and_an_empty_table_give_nothing()
    {
        _rates.AddRead("unseen");

        Assert.Empty(_rates.Best(10));
    }

    [Fact]
    public void The_number_of_articles_is_bounded()
    {
        for (var n = 0; n < 12_000; n++) _rates.AddImpression($"a{n}");

        Assert.InRange(_rates.Best(20_000).Count, 4_000, 5_000);
    }

    private void Show(string article, int impressions, int reads)
    {
        for (var n = 0; n < impressions; n++) _rates.AddImpression(article);
        for (var n = 0; n < reads; n++) _rates.AddRead(article);
    }
}
