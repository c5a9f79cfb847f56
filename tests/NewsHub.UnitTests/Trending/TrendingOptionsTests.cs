using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NewsHub.Trending;
using Xunit;

namespace NewsHub.Tests.Trending;

public sealed class TrendingOptionsTests
{
    [Fact]
    public void VeryGood_is_the_only_reaction_by_default()
    {
        Assert.True(Options().Allows("veryGood"));
        Assert.False(Options().Allows("moved"));
        Assert.False(Options().Allows(null));
        Assert.True(Options("moved").Allows("moved"));
        Assert.False(Options("moved").Allows("veryGood"));
    }

    [Theory]
    [InlineData("very good")]
    [InlineData("😀")]
    [InlineData("abcdefghijklmnopqrstuvwxyzabcdefg")]
    public void A_kind_that_is_not_1_to_32_letters_fails_validation(string kind)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Options(kind));

        Assert.Contains("NewsHub:Trending:Reactions", failure.Message, StringComparison.Ordinal);
    }

    private static TrendingOptions Options(params string[] kinds)
    {
        var settings = kinds.Select((kind, n) => KeyValuePair.Create($"NewsHub:Trending:Reactions:{n}", (string?)kind));
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddTrending()
            .BuildServiceProvider()
            .GetRequiredService<IOptions<TrendingOptions>>().Value;
    }
}
