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
    public void TryFind_reads_a_written_key(string text)
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
    public void TryFind_rejects_invalid_text(string text) => Assert.False(RankingFormulas.BuiltIn.TryFind(text, out _));

    [Fact]
    public void An_article_belongs_to_both_global_rankings_and_both_rankings_of_its_section()
    {
        Assert.Equal(["rising", "rising/world", "today", "today/world"], RankingFormulas.BuiltIn.KeysOf("world").Select(key => key.ToString()));
        Assert.Equal(["rising", "today"], RankingFormulas.BuiltIn.KeysOf(null).Select(key => key.ToString()));
    }
}
