using NetArchTest.Rules;
using NewsHub.Traffic.Newsroom.Stories;
using Xunit;

namespace NewsHub.Tests.Traffic;

public sealed class IndependenceTests
{
    [Fact]
    public void Traffic_knows_the_hub_only_by_its_public_interface_except_to_replay_its_counts()
    {
        var outside = Types.InAssembly(typeof(StoryWriter).Assembly).That().DoNotResideInNamespace("NewsHub.Traffic.Replay");

        var result = outside.ShouldNot()
            .HaveDependencyOnAny("NewsHub.Wire", "NewsHub.Articles", "NewsHub.Trending", "NewsHub.Gateway", "NewsHub.Web", "NewsHub.Host").GetResult();

        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }
}
