using NewsHub.Traffic.Readers;
using Xunit;

namespace NewsHub.Tests.Traffic;

public sealed class AttentionTests
{
    private readonly Attention _attention = new(new Random(1), TimeProvider.System);

    [Fact]
    public void Without_articles_there_is_nothing_to_read() => Assert.Null(_attention.Choose());

    [Fact]
    public void A_few_articles_draw_most_readers()
    {
        for (var number = 0; number < 100; number++) _attention.Published($"a{number}", urgency: 5);
        var reads = Enumerable.Range(0, 5000).Select(_ => _attention.Choose()!).CountBy(id => id).Select(article => article.Value).ToArray();
        Assert.True(reads.OrderDescending().Take(20).Sum() > reads.Sum() / 2);
    }

    [Fact]
    public void What_was_taken_back_is_not_read()
    {
        _attention.Published("kept", urgency: 5);
        _attention.Published("killed", urgency: 1);
        _attention.TakenBack("killed");
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal("kept", _attention.Choose()));
    }
}
