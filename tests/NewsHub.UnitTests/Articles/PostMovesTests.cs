using NewsHub.Articles.LiveBlogs;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Articles;

public sealed class PostMovesTests
{
    [Fact]
    public void A_post_goes_into_the_middle_of_the_gap() => Assert.Equal(150, Find(100, [200, 300]).Place);

    [Fact]
    public void Above_the_newest_post_it_stays_below_the_place_of_the_next_entry()
    {
        var place = Find(Places.Of(7), []).Place;

        Assert.InRange(place, Places.Of(7) + 1, Places.Of(8) - 1);
        Assert.InRange(Find(place, []).Place, place + 1, Places.Of(8) - 1);
    }

    [Fact]
    public void Without_room_the_smallest_run_of_neighbours_moves()
    {
        var (place, shifted) = Find(100, [101, 102, 200]);

        Assert.Equal(125, place);
        Assert.Equal([150, 175], shifted);
    }

    [Fact]
    public void No_gap_within_the_neighbours_is_refused() => Assert.Null(PostMoves.Find(100, [101, 102, 103], isAll: false));

    [Fact]
    public void Any_number_of_moves_into_the_same_gap_keeps_the_order()
    {
        List<long> places = [Places.Of(1), Places.Of(2)];
        for (var i = 0; i < 60; i++)
        {
            var (place, shifted) = Find(places[0], places[1..]);
            for (var n = 0; n < shifted.Count; n++) places[n + 1] = shifted[n];
            places.Insert(1, place);
            Assert.Equal(places.Order().Distinct(), places);
        }
    }

    private static (long Place, IReadOnlyList<long> Shifted) Find(long lower, IReadOnlyList<long> above) => PostMoves.Find(lower, above, isAll: true)!.Value;
}
