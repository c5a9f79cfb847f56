using NewsHub.Trending.Ranking;
using Xunit;

namespace NewsHub.Tests.Trending;

public sealed class RankingKeyTests
{
    [Theory]
    [InlineData("rising")]
    [InlineData("today")]
    [InlineData("rising/climate-summit")]
    [InlineData("today/world")]
    public void A_key_reads_back_as_it_was_written(string text)
    {
        Assert.True(RankingKey.TryParse(text, out var key));
        Assert.Equal(text, key.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("rising/")]
    [InlineData("rising/World")]
    [InlineData("rising/world/europe")]
    public void Other_text_is_no_key(string text) => Assert.False(RankingKey.TryParse(text, out _));

    [Fact]
    public void An_article_may_appear_in_both_rankings_for_all_and_for_its_section()
    {
        Assert.Equal(["rising", "today", "rising/world", "today/world"], RankingKey.Of("world").Select(key => key.ToString()));
        Assert.Equal(["rising", "today"], RankingKey.Of(null).Select(key => key.ToString()));
    }
}
