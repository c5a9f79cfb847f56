using NewsHub.Traffic.Newsroom;
using Xunit;

namespace NewsHub.Tests.Traffic;

public sealed class ActionPickerTests
{
    [Fact]
    public void Same_seed_gives_the_same_actions() => Assert.Equal(Actions(seed: 4), Actions(seed: 4));

    [Fact]
    public void First_action_without_articles_is_publish() => Assert.Equal(NewsroomAction.Publish, new ActionPicker(1).Next(articles: 0));

    [Fact]
    public void Long_sequence_contains_every_action_and_mostly_publishes()
    {
        var actions = Actions(seed: 1);
        Assert.Equal(Enum.GetValues<NewsroomAction>().Length, actions.Distinct().Count());
        Assert.True(actions.Count(action => action is NewsroomAction.Publish) > actions.Length / 2);
    }

    private static NewsroomAction[] Actions(int seed)
    {
        var picker = new ActionPicker(seed);
        return [.. Enumerable.Range(0, 1000).Select(_ => picker.Next(articles: 50))];
    }
}
