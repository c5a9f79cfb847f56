using NewsHub.Traffic.Readers;
using Xunit;

namespace NewsHub.Tests.Traffic;

public sealed class AttentionTests
{
    private readonly Attention _attention = new(new Random(1), TimeProvider.System);

    [Fact]
    public void Choose_without_articles_returns_null() => Assert.Null(_attention.Choose());

    [Fact]
    public void Top_20_of_100_articles_get_more_than_half_of_the_reads()
    {
        for (var number = 0; number < 100; number++) _attention.Published($"a{number}", urgency: 5);
        var reads = Enumerable.Range(0, 5000).Select(_ => _attention.Choose()!).CountBy(id => id).Select(article => article.Value).ToArray();
        Assert.True(reads.OrderDescending().Take(20).Sum() > reads.Sum() / 2);
    }

    [Fact]
    public void Withdrawn_article_is_not_chosen()
    {
        _attention.Published("kept", urgency: 5);
        _attention.Published("killed", urgency: 1);
        _attention.Withdrawn("killed");
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal("kept", _attention.Choose()));
    }
}
