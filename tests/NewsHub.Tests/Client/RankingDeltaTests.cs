using NewsHub.Client;
using Xunit;

namespace NewsHub.Tests.Client;

public sealed class RankingDeltaTests
{
    [Fact]
    public void The_golden_change_makes_the_golden_ranking() =>
        Assert.Equal(Golden.Text(Golden.RankingAfterDelta), Golden.Text(Golden.RankingDelta.Change(Golden.Ranking)));

    [Fact]
    public void Where_nobody_moved_there_is_no_order_and_only_what_is_named_changes()
    {
        var after = (Golden.RankingDelta with { Order = null, Places = [Only(2) with { Reads = 2 }] }).Change(Golden.Ranking)!;

        Assert.Equal(Golden.Text(Golden.Ranking.Places[0]), Golden.Text(after.Places[0]));
        Assert.Equal(Golden.Text(Golden.Ranking.Places[1] with { Reads = 2 }), Golden.Text(after.Places[1]));
    }

    [Fact]
    public void A_shorter_order_drops_the_rest()
    {
        var after = (Golden.RankingDelta with { Order = [2], Places = [] }).Change(Golden.Ranking)!;

        Assert.Equal(Golden.Text(Golden.Ranking.Places[1] with { Rank = 1 }), Golden.Text(after.Places.Single()));
    }

    [Fact]
    public void A_change_of_another_version_or_of_places_that_are_not_there_is_none()
    {
        Assert.Null((Golden.RankingDelta with { From = 16 }).Change(Golden.Ranking));
        Assert.Null((Golden.RankingDelta with { Order = [1, 5] }).Change(Golden.Ranking));
        Assert.Null((Golden.RankingDelta with { Order = [1, 0], Places = [Only(2) with { ArticleId = "half" }] }).Change(Golden.Ranking));
    }

    private static PlaceChange Only(int rank) => new(rank, null, null, null, null, null, null, null);
}
