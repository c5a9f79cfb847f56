using NewsHub.Trending.Ranking;

namespace NewsHub.Web.Parts;

/// <summary>The numbers of readers beside the places of a ranking.</summary>
internal static class ReaderCounts
{
    /// <summary>
    /// Gives each place its number of readers. A ranking weighs recent readers more, so a total can contradict the order: a number larger than one above
    /// it is left out. The client script does the same.
    /// </summary>
    public static IReadOnlyList<(Place Place, long? Readers)> Of(IEnumerable<Place> places)
    {
        var least = long.MaxValue;
        var counted = new List<(Place, long?)>();
        foreach (var place in places)
        {
            var isInOrder = place.Readers > 0 && place.Readers <= least;
            if (isInOrder) least = place.Readers;
            counted.Add((place, isInOrder ? place.Readers : null));
        }

        return counted;
    }
}
