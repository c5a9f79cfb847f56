namespace NewsHub.Traffic.Newsroom;

/// <summary>Decides what happens in the newsroom, in the proportions of a busy day; the same seed decides the same.</summary>
public sealed class Diary(int seed)
{
    /// <summary>How many of a hundred moves are of each kind; publishing takes the rest.</summary>
    private static readonly (Move Move, int Share)[] Shares =
    [
        (Move.Break, 5), (Move.Update, 10), (Move.Correct, 7), (Move.Withhold, 3), (Move.Kill, 2),
    ];

    /// <summary>Only after so many articles is there something worth changing.</summary>
    private const int FirstArticles = 5;

    private readonly Random _random = new(seed);

    public Move Next(int articles)
    {
        var at = _random.Next(100);
        if (articles < FirstArticles) return Move.Publish;
        foreach (var (move, share) in Shares)
            if ((at -= share) < 0)
                return move;
        return Move.Publish;
    }
}
