using NewsHub.Trending.Ranking.Formulas;
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
        Assert.True(RankingFormulas.BuiltIn.TryFind(text, out var key));
        Assert.Equal(text, key.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("rising/")]
    [InlineData("rising/World")]
    [InlineData("rising/world/europe")]
    public void Other_text_is_no_key(string text) => Assert.False(RankingFormulas.BuiltIn.TryFind(text, out _));

    [Fact]
    public void An_article_may_appear_in_both_rankings_for_all_and_for_its_section()
    {
        Assert.Equal(["rising", "rising/world", "today", "today/world"], RankingFormulas.BuiltIn.KeysOf("world").Select(key => key.ToString()));
        Assert.Equal(["rising", "today"], RankingFormulas.BuiltIn.KeysOf(null).Select(key => key.ToString()));
    }
}
