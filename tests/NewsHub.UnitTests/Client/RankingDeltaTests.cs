using NewsHub.Client;
using Xunit;

namespace NewsHub.Tests.Client;

public sealed class RankingDeltaTests
{
    [Fact]
    public void Golden_delta_produces_the_golden_ranking() =>
        Assert.Equal(Golden.Text(Golden.RankingAfterDelta), Golden.Text(Golden.RankingDelta.ApplyTo(Golden.Ranking)));

    [Fact]
    public void Delta_without_order_changes_only_the_named_fields()
    {
        var after = (Golden.RankingDelta with { Order = null, Places = [EmptyChange(2) with { Reads = 2 }] }).ApplyTo(Golden.Ranking)!;

        Assert.Equal(Golden.Text(Golden.Ranking.Places[0]), Golden.Text(after.Places[0]));
        Assert.Equal(Golden.Text(Golden.Ranking.Places[1] with { Reads = 2 }), Golden.Text(after.Places[1]));
    }

    [Fact]
    public void Shorter_order_drops_the_remaining_places()
    {
        var after = (Golden.RankingDelta with { Order = [2], Places = [] }).ApplyTo(Golden.Ranking)!;

        Assert.Equal(Golden.Text(Golden.Ranking.Places[1] with { Rank = 1 }), Golden.Text(after.Places.Single()));
    }

    [Fact]
    public void Delta_of_another_version_or_with_missing_places_returns_null()
    {
        Assert.Null((Golden.RankingDelta with { From = 16 }).ApplyTo(Golden.Ranking));
        Assert.Null((Golden.RankingDelta with { Order = [1, 5] }).ApplyTo(Golden.Ranking));
        Assert.Null((Golden.RankingDelta with { Order = [1, 0], Places = [EmptyChange(2) with { ArticleId = "half" }] }).ApplyTo(Golden.Ranking));
    }

    [Fact]
    public void An_empty_language_means_none()
    {
        var after = (Golden.RankingDelta with { Order = null, Places = [EmptyChange(1) with { Language = "" }] }).ApplyTo(Golden.Ranking)!;

        Assert.Equal("en-GB", Golden.Ranking.Places[0].Language);
        Assert.Null(after.Places[0].Language);
    }

    private static PlaceChange EmptyChange(int rank) => new(rank, null, null, null, null, null, null, null);
}
