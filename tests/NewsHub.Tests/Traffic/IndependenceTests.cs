using NetArchTest.Rules;
using NewsHub.Traffic.Newsroom.Stories;
using Xunit;

namespace NewsHub.Tests.Traffic;

public sealed class IndependenceTests
{
    [Fact]
    public void Traffic_outside_Replay_does_not_reference_hub_assemblies()
    {
        var outside = Types.InAssembly(typeof(StoryWriter).Assembly).That().DoNotResideInNamespace("NewsHub.Traffic.Replay");

        var result = outside.ShouldNot()
            .HaveDependencyOnAny("NewsHub.Wire", "NewsHub.Articles", "NewsHub.Trending", "NewsHub.Gateway", "NewsHub.Web", "NewsHub.Host").GetResult();

        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }
}
