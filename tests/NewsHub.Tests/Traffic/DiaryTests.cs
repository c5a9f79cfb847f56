using NewsHub.Traffic.Newsroom;
using Xunit;

namespace NewsHub.Tests.Traffic;

public sealed class DiaryTests
{
    [Fact]
    public void The_same_seed_decides_the_same() => Assert.Equal(Moves(seed: 4), Moves(seed: 4));

    [Fact]
    public void An_empty_newsroom_publishes_first() => Assert.Equal(Move.Publish, new Diary(1).Next(articles: 0));

    [Fact]
    public void A_long_day_has_everything_and_mostly_publishes()
    {
        var moves = Moves(seed: 1);
        Assert.Equal(Enum.GetValues<Move>().Length, moves.Distinct().Count());
        Assert.True(moves.Count(move => move is Move.Publish) > moves.Length / 2);
    }

    private static Move[] Moves(int seed)
    {
        var diary = new Diary(seed);
        return [.. Enumerable.Range(0, 1000).Select(_ => diary.Next(articles: 50))];
    }
}
