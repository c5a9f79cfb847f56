namespace NewsHub.Traffic.Newsroom;

/// <summary>Selects the next newsroom action at random in fixed proportions; the same seed gives the same sequence.</summary>
public sealed class ActionPicker(int seed)
{
    /// <summary>Percentage of each action; the remainder is publishing.</summary>
    private static readonly (NewsroomAction Action, int Share)[] Shares =
    [
        (NewsroomAction.Break, 5), (NewsroomAction.Update, 10), (NewsroomAction.Correct, 7), (NewsroomAction.Withhold, 3), (NewsroomAction.Kill, 2),
    ];

    /// <summary>Number of articles that are published before any is changed.</summary>
    private const int FirstArticles = 5;

    private readonly Random _random = new(seed);

    public NewsroomAction Next(int articles)
    {
        var at = _random.Next(100);
        if (articles < FirstArticles) return NewsroomAction.Publish;
        foreach (var (action, share) in Shares)
            if ((at -= share) < 0)
                return action;
        return NewsroomAction.Publish;
    }
}
